"""An address → the answer of its server, over a connection to the very machine that was checked.

Names are looked up here, once for each connection, and what is private, local or reserved is
refused before a byte is sent; a proxy named in the environment is not used. Free of Django.
"""

import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote, urljoin, urlsplit

MOST_REDIRECTS = 5
SILENCE = 30.0
"""Seconds without a byte after which a connection is given up."""

_REDIRECTS = (301, 302, 303, 307, 308)
_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")
# Of IPv6 only 2000::/3 is given out. What lies in it and leads to an IPv4 address of the sender's choice, or nowhere:
_IN_USE = IPv6Network("2000::/3")
_TUNNELS = (IPv6Network("2001::/32"), IPv6Network("2002::/16"), IPv6Network("3fff::/20"))
# An IPv6-only network hands out IPv4 machines under this prefix: the last 32 bits are what counts.
_TRANSLATED = IPv6Network("64:ff9b::/96")
_NOWHERE = (ip_network("192.0.0.0/24"), ip_network("192.88.99.0/24"))


class Refused(Exception):
    """Why a file cannot be had, in a Problem's three clauses.

    ``passing``: another try may help, though not before ``wait`` seconds.
    """

    def __init__(
        self, found: str, expected: str = "", remedy: str = "", *, passing: bool = False, wait: float = 0.0
    ) -> None:
        super().__init__(found)
        self.found, self.expected, self.remedy = found, expected, remedy
        self.passing, self.wait = passing, wait


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be reached: ``plain_http`` besides https, ``private`` addresses besides public ones.

    ``until``: the moment of time.monotonic() at which everything ends; ``seconds`` is said of it.
    ``silence``: seconds without a byte after which a connection is given up.
    """

    plain_http: bool
    private: bool
    until: float
    seconds: float
    silence: float = SILENCE


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart: ``host`` in ASCII without brackets, ``target`` the path and query, quoted."""

    is_https: bool
    host: str
    port: int
    target: str

    def host_header(self) -> str:
        """The host as a request names it; the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.is_https else 80) else f"{host}:{self.port}"


def read_address(text: str, plain_http: bool) -> Address:
    """The address in its parts; raises Refused for what is not asked for.

    >>> read_address("https://example.org/volumes/frus1945v05.xml", plain_http=False).target
    '/volumes/frus1945v05.xml'
    """
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode("ascii").rstrip(".")
        port = parts.port
        target = quote(parts.path or "/", safe=_AS_WRITTEN)
        target += f"?{quote(parts.query, safe=_AS_WRITTEN + '?[]')}" if parts.query else ""
    except ValueError:
        raise Refused("not an address", "expected https://host/path", "check how it is written") from None
    if parts.scheme not in (("https", "http") if plain_http else ("https",)):
        expected = "expected https" + (" or http" if plain_http else "")
        raise Refused(f"an address with {parts.scheme}", expected, _OF_SCHEMES.get(parts.scheme, ""))
    if "@" in parts.netloc:
        raise Refused("an address with a name or password in it", "expected none", "take out what stands before the @")
    if not _HOST.fullmatch(host) or port == 0:
        raise Refused("an address without a host that can be looked up", "expected https://host/path")
    is_https = parts.scheme == "https"
    return Address(is_https, host, port or (443 if is_https else 80), target)


_AS_WRITTEN = "/%:@!$&'()*+,;=~"
_OF_SCHEMES = {"http": "use https, or set ARCHIVE_FETCH_PLAIN=1", "file": "give the path alone"}


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an IP address is one of the open internet: not private, local, shared, multicast or reserved.

    An IPv4 address wrapped in an IPv6 one is refused, but for what NAT64 gives to networks without IPv4.

    >>> is_public(ip_address("93.184.215.14")), is_public(ip_address("::ffff:93.184.215.14"))
    (True, False)
    """
    if isinstance(address, IPv6Address):
        if address in _TRANSLATED:
            return is_public(IPv4Address(address.packed[-4:]))
        if address not in _IN_USE or any(address in tunnel for tunnel in _TUNNELS):
            return False
    elif any(address in net for net in _NOWHERE):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered at an address, its body still on the line."""

    response: HTTPResponse
    address: Address
    reach: Reach

    def header(self, name: str) -> str:
        """A header's words; '' where it is not sent."""
        return str(self.response.headers.get(name, "")).strip()

    def piece(self, most: int) -> bytes:
        """The next bytes of the body, as they come; b'' at its end. Raises Refused where the line breaks."""
        try:
            return self.response.read1(most)
        except (OSError, HTTPException) as broken:
            raise _in_words(broken, self.address, self.reach) from broken


@contextmanager
def answered(address: str, headers: Mapping[str, str], reach: Reach) -> Iterator[Answer]:
    """The answer to a GET, after redirects, each of which is checked as the first address was; raises Refused."""
    for _ in range(MOST_REDIRECTS + 1):
        with ExitStack() as line:
            answer = _asked(read_address(address, reach.plain_http), headers, reach, line)
            if answer.response.status not in _REDIRECTS:
                yield answer
                return
            onward = answer.header("Location")
        if not onward:
            raise Refused(f"the server answered {answer.response.status} without an address", "expected a file")
        address = _joined(address, onward)
    raise Refused(f"more than {MOST_REDIRECTS} redirects", "expected a file", "name the address they should end at")


def _joined(address: str, onward: str) -> str:
    try:
        return urljoin(address, onward)
    except ValueError as broken:
        raise Refused(f"a redirect to what is not an address: {broken}", "expected a file") from None


def _asked(address: Address, headers: Mapping[str, str], reach: Reach, held: ExitStack) -> Answer:
    """The answer to one GET, on a line that ``held`` closes."""
    try:
        line = held.enter_context(closing(_connected(address, reach)))
        held.enter_context(_ended_in_time(line, reach.until))
        if address.is_https:
            # A line that ends without a farewell may have been cut by anybody: that is an error, not an end.
            context = ssl.create_default_context()
            line = context.wrap_socket(line, server_hostname=address.host, suppress_ragged_eofs=False)
            held.enter_context(closing(line))
        connection = held.enter_context(closing(HTTPConnection(address.host, address.port)))
        connection.sock = line
        connection.auto_open = 0  # never a second connection, that nobody has checked
        connection.request("GET", address.target, headers={"Host": address.host_header(), **headers})
        return Answer(held.enter_context(connection.getresponse()), address, reach)
    except (OSError, HTTPException) as broken:
        raise _in_words(broken, address, reach) from broken


def _in_words(broken: OSError | HTTPException, address: Address, reach: Reach) -> Refused:
    if time.monotonic() >= reach.until:
        return too_late(reach.seconds)
    if isinstance(broken, ssl.SSLCertVerificationError):
        found = f"{address.host} does not prove who it is: {broken.verify_message}"
        return Refused(
            found, "expected a certificate that is trusted here", "check the address and this machine's clock"
        )
    if isinstance(broken, socket.gaierror):
        found = f"no machine is known as {address.host}"
        remedy = "check the address and this machine's way to the internet"
        return Refused(found, "", remedy, passing=broken.errno == socket.EAI_AGAIN)
    if isinstance(broken, TimeoutError):
        return Refused(f"{address.host} was silent for {reach.silence:g} seconds", "", _DIRECT, passing=True)
    why = broken.strerror if isinstance(broken, OSError) and broken.strerror else str(broken) or type(broken).__name__
    return Refused(f"the line to {address.host} broke: {why}", "", _DIRECT, passing=True)


_DIRECT = "run it again later; it is fetched directly, a proxy of the environment is not used"


def too_late(seconds: float) -> Refused:
    """That the time for one file is over."""
    remedy = "run it again: it goes on where it was"
    return Refused("the file was not here in time", f"expected it within {seconds:g} seconds", remedy)


def _connected(address: Address, reach: Reach) -> socket.socket:
    """A line to the first machine of that name which answers; every one of them must be allowed."""
    places = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    for place in places:
        machine = str(place[4][0])
        if not reach.private and not is_public(ip_address(machine)):
            found = f"{address.host} is {machine}, which is not an address of the open internet"
            raise Refused(found, "expected a public address", "set ARCHIVE_FETCH_PRIVATE=1 if it is a mirror of yours")
    broken: OSError = TimeoutError()
    for family, kind, protocol, _, place_of_it in places:
        line = socket.socket(family, kind, protocol)
        line.settimeout(max(0.001, min(reach.silence, reach.until - time.monotonic())))
        try:
            line.connect(place_of_it)
        except OSError as refused:
            line.close()
            broken = refused
        else:
            return line
    raise broken


@contextmanager
def _ended_in_time(line: socket.socket, until: float) -> Iterator[None]:
    """Shut the line when time is over: a server that sends a byte now and then is never silent."""
    twin = line.dup()  # TLS takes the line itself over

    def shut() -> None:
        with suppress(OSError):
            twin.shutdown(socket.SHUT_RDWR)

    clock = threading.Timer(max(0.0, until - time.monotonic()), shut)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()
        clock.join()  # it must not shut what else would have the twin's number by then
        twin.close()
