/** What `--help` prints. */
export const helpText = `Signalbox: a gateway for AI agents that its operators can see into.

Usage
  signalbox [flags]          start the gateway
  signalbox login [flags]    print a single-use link that signs a browser in
  signalbox export [flags]   write stored history as JSON Lines or CSV
  signalbox backup FILE      write all data into one tar file
All but the first work beside a running gateway, and without one.

Flags (--host and --port: of the gateway and login)
  --host HOST        address to listen on (SIGNALBOX_HOST, 127.0.0.1)
  --port PORT        port to listen on, 0 for any free one (SIGNALBOX_PORT, 4870)
  --config FILE      config file (SIGNALBOX_CONFIG, signalbox.yaml where there is one)
  --data-dir DIR     where data is kept (SIGNALBOX_DATA_DIR, .signalbox)
  --check            check the config and exit
  --version          print the version and exit
  --help             print this and exit

Flags of export
  --from WHEN        from then (the beginning)
  --to WHEN          up to then (now)
  --what WHAT        requests, spans, events, messages or failures (all of them)
  --format FORMAT    jsonl, or csv, which takes one --what (jsonl)
  --out FILE         where to write (standard output)
  --force            replace FILE where it is there already; backup takes it too
WHEN is a date or a date and time, local unless it ends in Z or an offset; epoch
milliseconds; now; or a while ago, such as -90s, -15m, -24h, -7d or -2w.

Environment
  SIGNALBOX_ADMIN_TOKEN   an admin token of your own, 32 characters at least;
                          without it one is made on first start and shown once
  LOG_LEVEL               trace, debug, info, warn, error, fatal or silent (info)
  OPENAI_API_KEY, ANTHROPIC_API_KEY, OLLAMA_HOST
                          providers, where there is no config file

A flag goes before the environment, the environment before the file.
Exit codes: 0 ok, 1 runtime, 2 usage, 78 bad config.
`;
