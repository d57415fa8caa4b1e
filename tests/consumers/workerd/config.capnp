using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
);

const worker :Workerd.Worker = (
  compatibilityDate = "2026-01-01",
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "whosaid_bg.wasm", wasm = embed "whosaid_bg.wasm"),
    (name = "places-full.bin", data = embed "places-full.bin"),
  ],
);
