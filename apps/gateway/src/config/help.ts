/** What `--help` prints. */
export const helpText = `Signalbox: a gateway for AI agents that its operators can see into.

Usage
  signalbox [flags]          start the gateway
  signalbox login [flags]    print a single-use link that signs a browser in

Flags
  --host HOST        address to listen on (SIGNALBOX_HOST, 127.0.0.1)
  --port PORT        port to listen on, 0 for any free one (SIGNALBOX_PORT, 4870)
  --config FILE      config file (SIGNALBOX_CONFIG, signalbox.yaml where there is one)
  --data-dir DIR     where data is kept (SIGNALBOX_DATA_DIR, .signalbox)
  --check            check the config and exit
  --version          print the version and exit
  --help             print this and exit

Environment
  SIGNALBOX_ADMIN_TOKEN   an admin token of your own, 32 characters at least;
                          without it one is made on first start and shown once
  LOG_LEVEL               trace, debug, info, warn, error, fatal or silent (info)
  OPENAI_API_KEY, ANTHROPIC_API_KEY, OLLAMA_HOST
                          providers, where there is no config file

A flag goes before the environment, the environment before the file.
Exit codes: 0 ok, 1 runtime, 2 usage, 78 bad config.
`;
