"""One side of the interoperability test: the TCPCLv4 agent of BrianSipos/dtn-demo-agent.

usage: demo_agent.py listen|connect PORT NODE tls|plain FOLDER BUNDLE

Listening, it sends every bundle back that comes. Connecting, it sends the bundle, waits for it to come back and ends the
session. FOLDER holds certificate.pem, key.pem and peer.pem. Run it under dbus-run-session, with the agent's `src` in
PYTHONPATH.
"""
import sys

from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

DBusGMainLoop(set_as_default=True)

from tcpcl import session  # noqa: E402
from tcpcl.agent import Agent  # noqa: E402
from tcpcl.config import Config  # noqa: E402

role, port, node, protection, folder, bundle_path = sys.argv[1:7]
bundle = open(bundle_path, "rb").read()
loop = GLib.MainLoop()


def say(line):
    print("agent: " + line, flush=True)


def on_received(handler, bid, length, result):
    data = bytes(handler.recv_bundle_pop_data(bid))
    say(f"received {len(data)} bytes, {'the same' if data == bundle else 'others'}, {result}")
    if role == "listen":
        handler.send_bundle_data(data)
    else:
        GLib.timeout_add(200, lambda: handler.terminate(0))


def on_state(handler, state):
    say(f"session {state}, {'TLS' if session.Connection.is_secure(handler) else 'plain'}")
    if role == "connect" and state == "established":
        handler.send_bundle_data(bundle)


def after(name, callback):
    """The agent's own method, and then ours."""
    original = getattr(session.ContactHandler, name)

    def both(self, *args):
        original(self, *args)
        callback(self, *args)

    setattr(session.ContactHandler, name, both)


after("recv_bundle_finished", on_received)
after("session_state_changed", on_state)
after("send_bundle_finished", lambda handler, bid, length, result: say(f"sent {length} bytes, {result}"))

config = Config()
config.node_id = f"ipn:{node}.0"
config.stop_on_close = True
config.keepalive_time = 60
config.bus_addr = "session"
config.tls_enable = protection == "tls"
config.require_tls = config.tls_enable
if config.tls_enable:
    config.tls_ca_file = f"{folder}/peer.pem"
    config.tls_cert_file = f"{folder}/certificate.pem"
    config.tls_key_file = f"{folder}/key.pem"
    # The agent looks for the node ID in a URI, as drafts before RFC 9174 had it, so it cannot be asked to require one.
    config.require_node_authn = False

agent = Agent(config)
agent.set_on_stop(loop.quit)
if role == "listen":
    agent.listen("127.0.0.1", int(port))
    say("listening")
else:
    agent.connect("127.0.0.1", int(port))
GLib.timeout_add_seconds(30, loop.quit)
loop.run()
