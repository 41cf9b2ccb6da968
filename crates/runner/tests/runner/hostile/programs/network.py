# Programs that talk to somebody. A server listens on each kind of address they try; nobody may come to it.
#: program tcp
#: verdict refused
#: verdict-c error: there is no `_socket.getaddrinfo`
#: open outside
import socket
connection = socket.create_connection(("127.0.0.1", @TCP@), timeout=2)
print("OPEN", connection)
#: program udp
#: verdict refused
#: verdict-c error: there is no network
#: open outside
import socket
print("OPEN", socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", @UDP@)))
#: program ipv6
#: verdict refused
#: verdict-c error: there is no network
#: open outside
import socket
print("OPEN", socket.socket(socket.AF_INET6))
#: program unix
#: verdict refused
#: verdict-c error: there is no `socket.AF_UNIX`
#: open outside
import socket
connection = socket.socket(socket.AF_UNIX)
connection.connect("@FOLDER@/socket")
print("OPEN")
#: program unix_without_a_file
#: verdict refused
#: verdict-c error: there is no `socket.AF_UNIX`
#: open outside
import socket
connection = socket.socket(socket.AF_UNIX)
connection.connect("\0@ABSTRACT@")
print("OPEN")
#: program every_family
#: verdict passed
#: open outside
import socket
from attempts import attempt
for family in range(64):
    for kind in (1, 2, 3, 5):
        attempt("family %d kind %d" % (family, kind), lambda: socket.socket(family, kind), 97, 94, 93, 22) if family else None
attempt("raw", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))
attempt("packets", lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0x0300))
attempt("netlink", lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0))
attempt("crypto", lambda: socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET))
attempt("machine", lambda: socket.socket(40, socket.SOCK_STREAM))
attempt("multipath", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262))
attempt("stream control", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 132))
#: program bluetooth
#: verdict passed
import socket
from attempts import attempt
attempt("rfcomm", lambda: socket.socket(31, socket.SOCK_STREAM, 3))
attempt("l2cap", lambda: socket.socket(31, socket.SOCK_SEQPACKET, 0))
attempt("control", lambda: socket.socket(31, socket.SOCK_RAW, 1))
#: program names_of_hosts
#: verdict passed
import socket
from attempts import attempt
def look_up(action):
    try:
        return action()
    except socket.gaierror as error:
        raise PermissionError(1, str(error))
    except socket.herror as error:
        raise PermissionError(1, str(error))
attempt("getaddrinfo", lambda: look_up(lambda: socket.getaddrinfo("example.org", 80)))
attempt("gethostbyname", lambda: look_up(lambda: socket.gethostbyname("example.org")))
attempt("gethostbyaddr", lambda: look_up(lambda: socket.gethostbyaddr("127.0.0.1")))
#: program the_name_of_the_host
#: verdict passed
#: verdict-c error: there is no `socket.gethostname`
import os, socket
print(socket.gethostname(), os.uname().nodename)
#: program http
#: verdict refused
#: verdict-c error: there is no `_socket.getaddrinfo`
#: open outside
import http.client
connection = http.client.HTTPConnection("127.0.0.1", @TCP@, timeout=2)
connection.connect()
print("OPEN")
#: program url
#: verdict error|refused
import urllib.request
urllib.request.urlopen("http://127.0.0.1:@TCP@/", timeout=2)
#: program mail
#: verdict refused
#: verdict-c error: there is no `_socket.getaddrinfo`
import smtplib
smtplib.SMTP("127.0.0.1", @TCP@, timeout=2)
#: program encrypted
#: verdict refused
#: verdict-c error: there is no `_ssl`
import socket, ssl
ssl.create_default_context().wrap_socket(socket.socket(), server_hostname="example.org")
#: program web_server
#: verdict refused
#: verdict-c error: there is no network
#: open outside
from http.server import HTTPServer, BaseHTTPRequestHandler
print("OPEN", HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler))
#: program listening
#: verdict refused
#: verdict-c error: there is no network
#: open outside
import socket
print("OPEN", socket.create_server(("0.0.0.0", 0)))
#: program asyncio_server
#: verdict refused|passed
#: open outside
import asyncio
async def main():
    # It passes over what cannot be opened, and then serves nobody.
    server = await asyncio.start_server(print, "127.0.0.1", 0)
    print("OPEN %s" % server.sockets[0] if server.sockets else "no sockets")
asyncio.run(main())
#: program asyncio_client
#: verdict refused
#: verdict-c error: there is no network
#: open outside
import asyncio
async def main():
    print("OPEN", await asyncio.open_connection("127.0.0.1", @TCP@))
asyncio.run(main())
#: program xml_rpc
#: verdict refused
#: verdict-c error: there is no `_socket.getaddrinfo`
import xmlrpc.client
xmlrpc.client.ServerProxy("http://127.0.0.1:@TCP@").x()
#: program a_pair_that_leads_nowhere
#: verdict passed
#: verdict-c error: there is no network
#: open outside
# asyncio needs a connected pair; from it nobody else can be reached, and nothing can be handed over.
import array, os, socket
from attempts import attempt
one, other = socket.socketpair()
attempt("connect", lambda: one.connect("@FOLDER@/socket"))
attempt("bind", lambda: one.bind("\0hostile-pair"))
attempt("listen", lambda: one.listen())
attempt("accept", lambda: one.accept(), 22, 95)
attempt("send to", lambda: one.sendto(b"x", "@FOLDER@/socket"), 106)
attempt("hand over", lambda: one.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0]))]))
attempt("receive", lambda: one.recvmsg(1, 100, socket.MSG_DONTWAIT))
attempt("datagrams", lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM))
attempt("packets", lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET))
attempt("option", lambda: one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 30))
attempt("who", lambda: one.getpeername())
#: program its_own_pipes_as_sockets
#: verdict passed
import errno, socket
from attempts import attempt
for descriptor in range(6):
    attempt("descriptor %d" % descriptor, lambda: socket.socket(fileno=descriptor).send(b"x"), errno.ENOTSOCK, errno.ENOTCONN, errno.EBADF)
#: program by_system_call
#: verdict passed
from attempts import attempt, system_call
attempt("socket", lambda: system_call("socket", 2, 1, 0))
attempt("connect", lambda: system_call("connect", 0, b"\2\0" + b"\0" * 14, 16))
attempt("bind", lambda: system_call("bind", 0, b"\2\0" + b"\0" * 14, 16))
attempt("listen", lambda: system_call("listen", 0, 1))
attempt("accept", lambda: system_call("accept4", 0, 0, 0, 0))
attempt("sendmsg", lambda: system_call("sendmsg", 0, 0, 0))
attempt("sendmmsg", lambda: system_call("sendmmsg", 0, 0, 0, 0))
attempt("recvmsg", lambda: system_call("recvmsg", 0, 0, 0))
attempt("recvmmsg", lambda: system_call("recvmmsg", 0, 0, 0, 0, 0))
attempt("setsockopt", lambda: system_call("setsockopt", 0, 0, 0, 0, 0))
attempt("ring", lambda: system_call("io_uring_setup", 8, b"\0" * 120))
