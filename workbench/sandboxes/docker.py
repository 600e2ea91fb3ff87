"""The engine, by its API: the only module that imports docker."""

from __future__ import annotations

import contextlib
import io
import json
import socket
from collections.abc import Iterator, Mapping
from typing import Any

import docker
import requests
from docker.errors import APIError, DockerException, ImageNotFound
from docker.transport.unixconn import (
    UnixHTTPAdapter,
    UnixHTTPConnection,
    UnixHTTPConnectionPool,
)
from docker.utils import kwargs_from_env

from workbench.errors import InfrastructureError, NoSandbox
from workbench.sandboxes.container import LABEL, OWNER_LABEL, Shape, create_options
from workbench.sandboxes.docker_live import Live
from workbench.sandboxes.engine_cores import cores_for
from workbench.sandboxes.owner import gone, me

_DEFAULT_PLACE = "unix:///var/run/docker.sock"
_OLDEST_API = "1.41"  # cgroup namespaces
_PATIENCE_S = 60
_ANY_ADDRESS = "http+docker://"
_KEPT_OPEN = 64
"""connections to an engine's socket that wait for the next question"""
_TAG = LABEL

_MEND_ENGINE = (
    "start it (systemctl start docker), join the group that may use it, or set DOCKER_HOST; "
    "on Debian: apt-get install -y docker.io"
)


def _connect(self: UnixHTTPConnection) -> None:
    """As the client library does it; but its own end does not stay open when nobody listens."""
    end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        end.settimeout(self.timeout)
        end.connect(self.unix_socket)
    except BaseException:
        end.close()
        raise
    self.sock = end


UnixHTTPConnection.connect = _connect  # type: ignore[method-assign]


class _OnePool(UnixHTTPAdapter):
    """The client library keeps a pool of connections for each address it asks, and closes the
    oldest even while it is in use. They all lead to one socket: one pool serves, and stays."""

    def get_connection(self, url: object, proxies: object = None) -> UnixHTTPConnectionPool:
        return super().get_connection(_ANY_ADDRESS)

    @classmethod
    def take_over(cls, api: docker.APIClient) -> None:
        """Let it carry what `api` asks, where that goes through a socket's file."""
        before = api.get_adapter(_ANY_ADDRESS)
        if isinstance(before, UnixHTTPAdapter):
            place = f"http+unix://{before.socket_path}"
            api.mount(_ANY_ADDRESS, cls(place, before.timeout, max_pool_size=_KEPT_OPEN))
            before.close()


class Engine:
    """A running engine. Implements `images.Engine`; safe to use from several threads."""

    def __init__(self) -> None:
        """Raises NoSandbox when none answers."""
        place = kwargs_from_env()
        if str(place.get("base_url", "")).startswith("ssh:"):
            raise NoSandbox(
                "an engine by ssh cannot carry a job's input",
                mend="forward its socket: ssh -NL /tmp/engine.sock:/var/run/docker.sock HOST, "
                "then DOCKER_HOST=unix:///tmp/engine.sock",
            )
        self.place = str(place.get("base_url", "")) or _DEFAULT_PLACE
        try:
            self._api = docker.APIClient(version="auto", timeout=_PATIENCE_S, **place)
            _OnePool.take_over(self._api)
        except (DockerException, requests.RequestException, OSError, ValueError) as error:
            raise NoSandbox(
                f"no docker engine answers at {self.place}: {error}", mend=_MEND_ENGINE
            ) from error
        self._left: set[str] = set()
        """containers the engine did not answer about when they were to go"""
        try:
            with self._asking("its facts"):
                self.info: dict[str, Any] = self._api.info()
                self.versions: dict[str, Any] = self._api.version()
            if _number(self.versions.get("ApiVersion", "0")) < _number(_OLDEST_API):
                raise NoSandbox(
                    f"docker {self.versions.get('Version')} is too old",
                    mend="install docker 20.10 or newer",
                )
        except InfrastructureError as error:
            self.close()
            raise NoSandbox(error.message, mend=error.mend) from error
        except NoSandbox:
            self.close()
            raise
        self.cores = cores_for(self.info)
        """what containers are held to, as whoever opened this was"""

    @property
    def api(self) -> Any:
        """The client itself, for containers of another kind; ask it within `asking`."""
        return self._api

    def asking(self, what: str) -> contextlib.AbstractContextManager[None]:
        """What the client raises inside becomes InfrastructureError."""
        return self._asking(what)

    @contextlib.contextmanager
    def _asking(self, what: str) -> Iterator[None]:
        """Whatever the client library raises, in our words."""
        try:
            yield
        except APIError as error:
            raise InfrastructureError(f"docker: {what}: {error.explanation or error}") from error
        except (DockerException, requests.RequestException, OSError) as error:
            raise InfrastructureError(
                f"docker: {what}: the engine does not answer: {error}", mend=_MEND_ENGINE
            ) from error

    def close(self) -> None:
        """Hang up."""
        self._api.close()

    def component(self, name: str) -> str:
        """Version of a part of the engine (`runc`), empty when it does not tell."""
        for part in self.versions.get("Components") or []:
            if part.get("Name") == name:
                return str(part.get("Version", ""))
        return ""

    # Images.

    def find_image(self, label: str, value: str) -> str | None:
        """Id of an image with that label."""
        with self._asking("looking for an image"):
            found = self._api.images(filters={"label": f"{label}={value}"})
        return str(found[0]["Id"]) if found else None

    def image_id(self, name: str) -> str | None:
        """Id of the image of that name, None when there is none. Never pulls."""
        with self._asking(f"looking for image {name}"):
            try:
                return str(self._api.inspect_image(name)["Id"])  # type: ignore[no-untyped-call]
            except ImageNotFound:
                return None

    def image_facts(self, name: str) -> dict[str, Any] | None:
        """What the engine knows of the image of that name, None when there is none. Never pulls."""
        with self._asking(f"looking for image {name}"):
            try:
                return dict(self._api.inspect_image(name))  # type: ignore[no-untyped-call]
            except ImageNotFound:
                return None

    def build(self, context: bytes, base: str, labels: Mapping[str, str]) -> str:
        """Build from a context (tar); its id."""
        tag = _tag(labels)
        said: list[str] = []
        with self._asking("building an image"):
            lines = self._api.build(
                fileobj=io.BytesIO(context), custom_context=True, tag=tag, rm=True, forcerm=True,
                buildargs={"BASE": base}, labels={LABEL: "image", **labels}, network_mode="host",
                use_config_proxy=False, pull=False,
            )  # fmt: skip
            for line in lines:
                for word in line.decode(errors="replace").splitlines():
                    part = json.loads(word) if word.strip() else {}
                    said.append(str(part.get("stream", "")))
                    if "error" in part:
                        told = "".join(said)[-600:].strip()
                        raise InfrastructureError(f"{str(part['error']).strip()}: {told}")
        built = self.image_id(tag)
        if built is None:
            raise InfrastructureError("docker: the image that was built is not there")
        return built

    def extend(self, parent: str, tree: Iterator[bytes], labels: Mapping[str, str]) -> str:
        """`parent` with the tar stream `tree` unpacked over its root; its id."""
        every = {LABEL: "image", **labels}
        with self._asking("copying a layer to the engine"):
            made = self._api.create_container(
                parent, command=["true"], labels={LABEL: "copying", OWNER_LABEL: me()}
            )["Id"]
            try:
                self._api.put_archive(made, "/", tree)
                changes = [f"LABEL {json.dumps(k)}={json.dumps(v)}" for k, v in every.items()]
                name, tag = _tag(labels).split(":")
                self._api.commit(made, repository=name, tag=tag, changes=changes)
                found = self.image_id(_tag(labels))
            finally:
                self._api.remove_container(made, force=True)
        if found is None:
            raise InfrastructureError("docker: the image that was made is not there")
        return found

    def drop_image(self, image: str) -> None:
        """Remove it. Never raises."""
        with contextlib.suppress(InfrastructureError), self._asking("removing an image"):
            self._api.remove_image(image, force=True)

    # Containers.

    def start(self, shape: Shape, seccomp: str, runtime: str) -> Live:
        """A container in which process 1 waits for a job. Raises InfrastructureError; then nothing
        is left behind."""
        options = create_options(shape, seccomp, {OWNER_LABEL: me()}, runtime, self.cores)
        with self._asking("making a container"):
            name = self._api.create_container_from_config(  # type: ignore[no-untyped-call]
                options
            )["Id"]
        try:
            with self._asking("attaching to a container"):
                params = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
                stream = self._api.attach_socket(name, params=params)
        except BaseException:
            self.remove(name)
            raise
        live = Live(self, name, stream)
        try:
            with self._asking("starting a container"):
                self._api.start(name)
            live.wait_until_ready()
        except BaseException:
            live.discard()
            raise
        return live

    def kill(self, name: str) -> None:
        """Kill a container that may have ended already."""
        with self._asking("killing a container"):
            try:
                self._api.kill(name)
            except APIError as error:
                if error.status_code not in (404, 409):
                    raise

    def state(self, name: str) -> dict[str, Any]:
        """Its `State`."""
        with self._asking("looking at a container"):
            return dict(self._api.inspect_container(name)["State"])

    def remove(self, name: str) -> None:
        """Kill and remove it. Never raises: what stays goes with the next start, or the janitor."""
        self._left.add(name)
        with contextlib.suppress(InfrastructureError), self._asking("removing a container"):
            try:
                self._api.remove_container(name, force=True, v=True)
            except APIError as error:
                if error.status_code not in (404, 409):  # gone, or going already
                    raise
            self._left.discard(name)

    def sweep(self) -> int:
        """Remove containers whose owner is dead; how many. Of owners elsewhere only what has
        ended: their death ends what runs, as it is the end of its input."""
        removed = 0
        for left in list(self._left):
            self.remove(left)
        with self._asking("looking for left containers"):
            found = self._api.containers(all=True, filters={"label": OWNER_LABEL})
        for entry in found:
            dead = gone(entry["Labels"].get(OWNER_LABEL, ""))
            if dead or (dead is None and entry.get("State") in ("exited", "dead")):
                self.remove(entry["Id"])
                removed += 1
        return removed


def _tag(labels: Mapping[str, str]) -> str:
    """A name, so that cleaning up nameless images does not take it."""
    return f"{_TAG}:{next(iter(labels.values()))[:20]}"


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(word) for word in version.split(".") if word.isdigit())
