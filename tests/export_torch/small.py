"""small \"16\": an autoencoder trained with Hourglass VERSION.

Data: MNIST, images of 28 x 28 pixels in 1 channel.
Training: 1.5 epochs, 1290 steps.

An image is a row of 784 numbers from 0 to 1 (byte / 255), row by row from the top.
The weights are in the safetensors file of the same name beside this one.

Without arguments, this script prints the model and tries it on random images. Given a file
of images as raw float32 numbers, it writes their codes and reconstructions beside it.
"""

import re
import sys
from array import array
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

# What is taken off each pixel (byte / 255), and what the rest is divided by.
MEAN, DEVIATION = 0.1307, 0.3081


class Encoder(nn.Module):
    """Images to codes."""

    def __init__(self):
        super().__init__()
        self.dense = nn.ModuleList([
            nn.Linear(784, 16),
            nn.Linear(16, 2),
        ])

    def forward(self, x):
        # x: (batch, 784)
        x = F.dropout(F.relu(self.dense[0](x)), 0.25, self.training)  # (batch, 16)
        x = self.dense[1](x)  # (batch, 2)
        return x


class Decoder(nn.Module):
    """Codes to images."""

    def __init__(self):
        super().__init__()
        self.dense = nn.ModuleList([
            nn.Linear(2, 16),
            nn.Linear(16, 784),
        ])

    def forward(self, x):
        # x: (batch, 2)
        x = F.dropout(F.relu(self.dense[0](x)), 0.25, self.training)  # (batch, 16)
        x = torch.sigmoid(self.dense[1](x))  # (batch, 784)
        return x


class Autoencoder(nn.Module):
    """Images (batch, 784) to codes (batch, 2) and back."""

    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        self.decoder = Decoder()

    def encode(self, x):
        return self.encoder((x - MEAN) / DEVIATION)

    def decode(self, z):
        return self.decoder(z) * DEVIATION + MEAN

    def forward(self, x):
        return self.decode(self.encode(x))


def load(path=Path(__file__).with_suffix(".safetensors")):
    """The trained model, set to evaluation: no dropout, batch norm by its running statistics."""
    model = Autoencoder()
    weights = {}
    for name, tensor in load_file(path).items():
        # In the file a dense layer is "encoder.0", here "encoder.dense.0".
        weights[re.sub(r"^(encoder|decoder)\.(\d)", r"\1.dense.\2", name)] = tensor
    model.load_state_dict(weights)
    return model.eval()


def try_out(model):
    """Prints the model and what it makes of random images."""
    print(model)
    x = torch.rand(4, 784)
    codes = model.encode(x)
    images = model.decode(codes)
    shapes = [tuple(numbers.shape) for numbers in (x, codes, images)]
    print("images {} -> codes {} -> images {}".format(*shapes))
    if not (codes.isfinite().all() and images.isfinite().all()):
        sys.exit("the model makes numbers that are not finite")


def convert(model, path):
    """Writes codes and reconstructions of the raw float32 images in the file at `path`."""
    data = bytearray(path.read_bytes())
    if not data or len(data) % (4 * 784):
        sys.exit(f"not images of 784 float32 numbers each: {path}")
    x = torch.frombuffer(data, dtype=torch.float32).reshape(-1, 784)
    codes = torch.cat([model.encode(batch) for batch in x.split(1000)])
    images = torch.cat([model.decode(batch) for batch in codes.split(1000)])
    for what, numbers in (("codes", codes), ("reconstructions", images)):
        out = path.with_name(f"{path.stem}.{what}.f32")
        out.write_bytes(array("f", numbers.flatten().tolist()).tobytes())
        print(f"{out}: {numbers.shape[0]} rows of {numbers.shape[1]} float32 numbers")


if __name__ == "__main__":
    with torch.inference_mode():
        if len(sys.argv) == 1:
            try_out(load())
        elif len(sys.argv) == 2:
            convert(load(), Path(sys.argv[1]))
        else:
            sys.exit(f"usage: {sys.argv[0]} [FILE]")
