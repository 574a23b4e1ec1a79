// Preloaded into the Teams-like client (NODE_OPTIONS=--require): it asks to listen on every interface, and has no setting for that.
'use strict';
const net = require('node:net');

const HOST = '127.0.0.1';
const listen = net.Server.prototype.listen;
const isPort = (value) => value === undefined || value === null || typeof value === 'number' || /^\d+$/.test(value);

net.Server.prototype.listen = function listenOnLoopback(...args) {
  const callback = args.find((arg) => typeof arg === 'function');
  const [first, , backlog] = args;
  if (typeof first === 'object' && first !== null) {
    const elsewhere = 'path' in first || 'fd' in first || '_handle' in first; // not a TCP port: nothing to bind
    return elsewhere ? listen.apply(this, args) : listen.call(this, { ...first, host: HOST }, callback);
  }
  if (typeof first !== 'function' && !isPort(first)) return listen.apply(this, args);
  const port = typeof first === 'function' ? 0 : Number(first ?? 0);
  return listen.call(this, { port, host: HOST, ...(typeof backlog === 'number' && { backlog }) }, callback);
};
