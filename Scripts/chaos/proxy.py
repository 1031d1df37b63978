"""A bad line: a TCP proxy that cuts, stalls and refuses connections at places that a seed chooses."""

import asyncio
import random
import threading


class Line:
    """One line between two stations."""

    def __init__(self, name, here, there, seed):
        self.name = name
        self.outside = here.outside
        self.there = there
        self.random = random.Random(seed)
        self.is_calm = True
        self.is_down = False
        self.open = set()
        self.cuts = 0
        self.stalls = 0
        self.refusals = 0
        self.port = None

    async def listen(self):
        server = await asyncio.start_server(self.accept, self.outside, 0)
        self.port = server.sockets[0].getsockname()[1]

    async def accept(self, reader, writer):
        if self.is_down:
            self.refusals += 1
            return writer.transport.abort()
        try:
            there_reader, there_writer = await asyncio.open_connection(self.there.address, self.there.port)
        except OSError:
            return writer.transport.abort()
        connection = Connection(self, writer, there_writer)
        self.open.add(connection)
        try:
            await asyncio.gather(connection.pump(reader, there_writer), connection.pump(there_reader, writer))
        finally:
            connection.abort()
            self.open.discard(connection)

    def fate(self):
        """What becomes of a new connection, and after how many bytes."""
        if self.is_calm or self.random.random() < 0.25:
            return None, 0
        kind = "stall" if self.random.random() < 0.2 else "cut"
        return kind, int(10 ** self.random.uniform(2.5, 6.3))

    def cut_all(self):
        for connection in list(self.open):
            self.cuts += 1
            connection.abort()


class Connection:
    def __init__(self, line, *writers):
        self.line = line
        self.writers = writers
        self.kind, self.left = line.fate()

    async def pump(self, reader, writer):
        try:
            while data := await reader.read(self.line.random.choice([700, 4096, 65536])):
                if self.kind and not self.line.is_calm:
                    if len(data) > self.left:
                        return await self.meet_fate(writer, data[: self.left])
                    self.left -= len(data)
                writer.write(data)
                await writer.drain()
            if writer.can_write_eof():
                writer.write_eof()
        except OSError:
            self.abort()

    async def meet_fate(self, writer, last):
        """The last bytes end somewhere in a message, mostly in a segment."""
        writer.write(last)
        if self.kind == "stall":
            self.line.stalls += 1
            await asyncio.sleep(self.line.random.choice([5, 20, 75]))
        else:
            self.line.cuts += 1
            await asyncio.sleep(0.01)
        self.abort()

    def abort(self):
        for writer in self.writers:
            writer.transport.abort()


class Lines:
    """All lines, on a thread of their own."""

    def __init__(self):
        self.all = []
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda loop, context: None)
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def add(self, name, here, there, seed):
        """A line from one station's network to another's."""
        line = Line(name, here, there, seed)
        asyncio.run_coroutine_threadsafe(line.listen(), self.loop).result()
        self.all.append(line)
        return line

    def disturb(self):
        for line in self.all:
            line.is_calm = False

    def calm(self):
        for line in self.all:
            line.is_calm, line.is_down = True, False

    def cut(self, line):
        self.loop.call_soon_threadsafe(line.cut_all)
