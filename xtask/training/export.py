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


@torch.no_grad()
def export(net, words, path, word_levels=127, table_levels=127, magic=MAGIC):
    width = net.dense.shape[1]
    body = bytearray()
    parts = [net.word, net.shape, net.prefix, net.suffix, net.state]
    body += struct.pack("<6H", width, *(p.shape[1] for p in parts))
    if hasattr(net, "grams"):
        parts.append(net.grams)
        body += struct.pack("<H", net.grams.shape[1])
    body += struct.pack("<H", len(net.dilations)) + bytes(net.dilations)
    listed = front_coded(words)
    body += struct.pack("<2I", len(words), len(listed)) + listed

    def matrix(parameter, values, back, levels=127):
        steps, scales, kept = quantised(values, levels)
        body.extend(scales.tobytes() + steps.tobytes())
        parameter.copy_(torch.from_numpy(back(kept)))

    def floats(values):
        body.extend(values.detach().numpy().astype("<f4").tobytes())

    for part in parts:
        matrix(part, part.numpy(), lambda kept: kept, word_levels if part is net.word else table_levels)
    matrix(net.dense, net.dense.numpy().T, lambda kept: kept.T)
    floats(net.dense_bias)
    for i in range(len(net.dilations)):
        # The gain of the normalised inputs goes into the weights.
        gain = net.gain[i].repeat(3)
        matrix(net.conv[i], (net.conv[i] * gain[:, None]).numpy().T, lambda kept: kept.T)
        net.gain[i] = 1.0
        floats(net.conv_bias[i])
    floats(net.out.T.contiguous())
    floats(net.out_bias)
    # Outputs beside the tags follow nothing.
    further = net.out.shape[1] - len(net.transitions)
    floats(torch.nn.functional.pad(net.transitions.detach(), (0, further, 0, further)))
    data = magic + struct.pack("<2I", VERSION, fnv1a(body)) + bytes(body)
    with open(path, "wb") as out:
        out.write(data)
    return len(data)


def reference(texts, scores, tags, path):
    """Scores and tags of some of the project's own texts, for the tests of the Rust code."""
    rows = []
    for text, values, found in zip(texts, scores, tags):
        rows.append({"text": text, "tags": found.tolist(),
                     "scores": [[round(float(v), 3) for v in row] for row in values]})
    with open(path, "w", encoding="utf-8") as out:
        out.write("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n")
