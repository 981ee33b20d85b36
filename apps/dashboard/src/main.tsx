import "./styles/index.css";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { queryClient, whoamiQuery } from "./api/index.ts";
import { router } from "./app/router.ts";
import { followTheme } from "./app/theme.ts";
import { followScrolling, liveReading } from "./live/index.ts";
import { LinkProblem, takeLoginCode, tradeLoginCode } from "./sign-in/login-code.ts";

const place = document.querySelector("#root");
if (place === null) throw new Error("index.html has no element with the id root.");

followTheme();
followScrolling();
const loginTrade = tradeLoginCode(takeLoginCode(location, history));
void loginTrade.then(readEarly);

/** The stream is on its way while the page's code is still being loaded and drawn. */
async function readEarly(): Promise<void> {
  await queryClient.prefetchQuery(whoamiQuery);
  const you = queryClient.getQueryData(whoamiQuery.queryKey);
  if (you !== undefined && you.role !== "ingest") liveReading.start();
}

/** Once all of it is there: what takes the place of a placeholder, React holds back for 300 ms. */
async function draw(root: Root): Promise<void> {
  const [linkProblem] = await Promise.all([loginTrade, router.load()]);
  root.render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={queryClient}>
          <LinkProblem value={linkProblem}>
            <RouterProvider router={router} />
          </LinkProblem>
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  );
}

void draw(createRoot(place));
