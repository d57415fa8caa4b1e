"""Writes the weights file (the format is described in `src/network/weights.rs`) and sets the network to what the file
says, so that what is measured is what ships."""

import json
import struct

import numpy as np
import torch

MAGIC, VERSION = b"whosaid\0", 1


def fnv1a(data):
    value = 0x811C9DC5
    for byte in data:
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def quantised(table, levels=127):
    """Rows to signed bytes and a 16-bit scale each: (bytes, scales, values)."""
    table = np.asarray(table, np.float32)
    scales = np.maximum(np.abs(table).max(1, keepdims=True) / levels, 1e-6).astype(np.float16).astype(np.float32)
    steps = np.clip(np.round(table / scales), -127, 127).astype(np.int8)
    return steps, scales.astype(np.float16), steps.astype(np.float32) * scales


def front_coded(words):
    out, before = bytearray(), b""
    for word in words:
        word = word.encode()
        shared = 0
        while shared < min(len(word), len(before), 255) and word[shared] == before[shared]:
            shared += 1
        out += bytes([shared, len(word) - shared]) + word[shared:]
        before = word
    return bytes(out)


class Body:
    """What stands behind a file's head; the network is set to what is written."""

    def __init__(self, data=b""):
        self.data = bytearray(data)

    def matrix(self, parameter, values, back=lambda kept: kept, levels=127):
        steps, scales, kept = quantised(values, levels)
        self.data += scales.tobytes() + steps.tobytes()
        parameter.copy_(torch.from_numpy(back(kept)))

    def floats(self, values):
        self.data += values.detach().numpy().astype("<f4").tobytes()

    def dilations(self, net):
        self.data += struct.pack("<H", len(net.dilations)) + bytes(net.dilations)

    def layers(self, net, transitions, levels=127):
        """Dense layer, convolutions and outputs."""
        width = net.dense.shape[1]
        self.matrix(net.dense, net.dense.numpy().T, lambda kept: kept.T, levels)
        self.floats(net.dense_bias)
        for i in range(len(net.dilations)):
            # The gain of the normalised inputs goes into the weights.
            gain = net.gain[i].repeat(3)
            self.matrix(net.conv[i], (net.conv[i] * gain[:, None]).numpy().T, lambda kept: kept.T, levels)
            net.gain[i] = 1.0
            self.floats(net.conv_bias[i])
        assert net.out.shape[0] == width
        self.floats(net.out.T.contiguous())
        self.floats(net.out_bias)
        # Outputs beside the tags follow nothing.
        further = net.out.shape[1] - len(transitions)
        self.floats(torch.nn.functional.pad(transitions.detach(), (0, further, 0, further)))

    def write(self, magic, path):
        data = magic + struct.pack("<2I", VERSION, fnv1a(self.data)) + bytes(self.data)
        path.write_bytes(data)
        return len(data)


@torch.no_grad()
def export(net, words, path, word_levels=127):
    """The trunk with the tagger's outputs."""
    parts = [net.word, net.shape, net.prefix, net.suffix, net.state]
    body = Body(struct.pack("<6H", net.dense.shape[1], *(p.shape[1] for p in parts)))
    body.dilations(net)
    listed = front_coded(words)
    body.data += struct.pack("<2I", len(words), len(listed)) + listed
    for part in parts:
        body.matrix(part, part.numpy(), levels=word_levels if part is net.word else 127)
    body.layers(net, net.transitions)
    return body.write(MAGIC, path)


@torch.no_grad()
def export_head(net, trunk, transitions, path, magic, table_levels=127, levels=127):
    """A head on the trunk."""
    parts = [getattr(net, name, None) for name in ("grams", "state")]
    body = Body(struct.pack("<I3H", trunk.hash, net.dense.shape[1], *(0 if p is None else p.shape[1] for p in parts)))
    body.dilations(net)
    for part in parts:
        if part is not None:
            body.matrix(part, part.numpy(), levels=table_levels)
    body.layers(net, transitions, levels)
    return body.write(magic, path)


def reference(texts, scores, tags, path):
    """Scores and tags of some of the project's own texts, for the tests of the Rust code."""
    rows = []
    for text, values, found in zip(texts, scores, tags):
        rows.append({"text": text, "tags": found.tolist(),
                     "scores": [[round(float(v), 3) for v in row] for row in values]})
    with open(path, "w", encoding="utf-8") as out:
        out.write("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n")
