// Preloaded: whatever listens on a port listens on this machine only.
const net = require("node:net");
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  const bare = typeof port === "number" || typeof port === "string";
  return listen.call(this, bare ? { port: Number(port), host: "127.0.0.1" } : port, ...rest);
};
