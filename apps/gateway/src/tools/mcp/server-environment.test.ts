import { expect, test } from "vitest";
import { Secret } from "../../config/index.ts";
import { serverEnvironment } from "./server-environment.ts";

const none = { env: new Map<string, Secret>() };

test("a server gets what leads to the network, and nothing else of the gateway's", () => {
  const network = {
    NODE_EXTRA_CA_CERTS: "/etc/ssl/company.pem",
    SSL_CERT_FILE: "/etc/ssl/company.pem",
    HTTPS_PROXY: "http://proxy.example.com:3128",
    https_proxy: "proxy.example.com:3128",
    no_proxy: "localhost,.example.com",
    npm_config_registry: "https://packages.example.com/",
    NPM_CONFIG_CAFILE: "/etc/ssl/company.pem",
  };
  const own = { ...network, PATH: "/bin", OPENAI_API_KEY: "k", NODE_OPTIONS: "-r x" };
  expect(serverEnvironment(none, own)).toEqual({ ...network, PATH: "/bin" });
});

test("an address with a password in it stays here", () => {
  const own = {
    HTTP_PROXY: "http://ann:pass@proxy.example.com:3128",
    https_proxy: "ann:pass@proxy.example.com:3128",
    npm_config_registry: "https://ann:pass@packages.example.com/",
    HOME: "/home/ann@example.com",
  };
  expect(serverEnvironment(none, own)).toEqual({ HOME: "/home/ann@example.com" });
});

test("what the config says goes first", () => {
  const env = new Map([["HTTPS_PROXY", new Secret("http://other.example.com")]]);
  expect(serverEnvironment({ env }, { HTTPS_PROXY: "http://proxy.example.com" })).toEqual({
    HTTPS_PROXY: "http://other.example.com",
  });
});
