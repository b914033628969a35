"""Lists the tickets of a store, which servers may be using meanwhile: see docs/store-format.md."""
import io, mmap, struct, sys

STATUS = ["open", "in-progress", "waiting", "closed"]
FILED, NOOP, DESK, AUTHOR, ASSIGNEE, KEY, TITLE = 1, 11, 64, 1, 2, 4, 8
CRC_TABLE = []
for byte in range(256):
    for _ in range(8):
        byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
    CRC_TABLE.append(byte)

def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ CRC_TABLE[(crc ^ byte) & 255]
    return crc ^ 0xFFFFFFFF

class Fields(io.BytesIO):
    take = io.BytesIO.read
    def varint(self):
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7
    def text(self):
        return self.take(self.varint()).decode("utf-8")
    def identity(self):
        return self.text(), self.text()

with open(sys.argv[1], "rb") as file:
    store = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
salt, = struct.unpack_from("<I", store, 20)
commit, = struct.unpack_from("<Q", store, 256)
assert store[:8] == b"\x89TKD\r\n\x1a\n" and store[8:12] in (b"\1\0\0\0", b"\2\0\0\0"), "not a ticket store"
tickets, at, chain = {}, 4096, salt
while at < commit:
    length, crc, seq, previous, kind, flags, schema = struct.unpack_from("<IIQIBBB", store, at)
    summed = store[at:at + (length if kind else 24)]
    assert crc == crc32c(summed[:4] + struct.pack("<I", salt) + summed[8:]), f"damaged at {at}"
    assert previous == chain, f"the record at {at} does not follow the one before it"
    at, chain, fields = at + (length + 31) // 32 * 32, crc, Fields(summed[24:])
    if kind in (0, NOOP, DESK):
        continue
    ticket, _, (shape, status, _, _) = fields.varint(), fields.varint(), fields.take(4)
    author = fields.identity()[0]
    author = fields.identity()[0] if shape & AUTHOR else author
    assignee = fields.identity()[0] if shape & ASSIGNEE else "-"
    tags = [fields.text() for _ in range(fields.varint())]
    version, comments, age = (fields.varint() for _ in range(3))
    key = (fields.text(), fields.take(16)) if shape & KEY else None
    references = [fields.varint() for _ in range(0 if kind == FILED else 4)]
    title = fields.text() if shape & TITLE else tickets[ticket][4]
    tickets[ticket] = (STATUS[status], author, assignee, ",".join(tags), title)
for ticket in sorted(tickets):
    print(ticket, *tickets[ticket], sep="\t")
