"""Training throughput of PyTorch eager on a GPU, on the cases of `hourglass bench`: one JSON line a case.

Usage: torch_speed.py DATA [--seconds N] [--device cuda|cpu]
DATA is a folder with MNIST's train-images-idx3-ubyte.gz. Images lie on the device as numbers before the clock starts,
and batches are taken there; the loss is read once a second, no more.
"""

import argparse
import gzip
import json
import pathlib
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


def dense():
    """784-512-256-128-256-512-784, as article-mlp."""
    widths = [784, 512, 256, 128, 256, 512, 784]
    activations = [nn.ReLU, nn.ReLU, nn.Identity, nn.ReLU, nn.ReLU, nn.Sigmoid]
    layers = []
    for inputs, outputs, activation in zip(widths, widths[1:], activations):
        layers += [nn.Linear(inputs, outputs), activation()]
    return nn.Sequential(*layers)


class Vae(nn.Module):
    """784-400-20-400-784, as vae-20."""

    def __init__(self):
        super().__init__()
        self.hidden, self.mean, self.log_variance = nn.Linear(784, 400), nn.Linear(400, 20), nn.Linear(400, 20)
        self.back, self.output = nn.Linear(20, 400), nn.Linear(400, 784)

    def forward(self, x):
        hidden = F.relu(self.hidden(x))
        mean, log_variance = self.mean(hidden), self.log_variance(hidden)
        code = mean + torch.randn_like(mean) * torch.exp(0.5 * log_variance)
        return torch.sigmoid(self.output(F.relu(self.back(code)))), mean, log_variance


def conv():
    """16, 8 and 8 channels and back, as conv."""

    def block(inputs, outputs, resize):
        return [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU(), resize]

    def pool():
        return nn.MaxPool2d(2, ceil_mode=True)

    def up():
        return nn.Upsample(scale_factor=2)

    inward = block(1, 16, pool()) + block(16, 8, pool()) + block(8, 8, pool())
    outward = block(8, 8, up()) + block(8, 8, up()) + [nn.Conv2d(8, 16, 3), nn.ReLU(), up()]
    return nn.Sequential(*inward, *outward, nn.Conv2d(16, 1, 3, padding=1), nn.Sigmoid())


CASES = {
    "dense-b64": (dense, 64, "mse", (784,)),
    "dense-b256": (dense, 256, "mse", (784,)),
    "vae-b128": (Vae, 128, "vae", (784,)),
    "conv-b128": (conv, 128, "bce", (1, 28, 28)),
}


def loss_of(kind, model, x):
    if kind == "vae":
        y, mean, log_variance = model(x)
        divergence = -0.5 * torch.sum(1 + log_variance - mean * mean - log_variance.exp())
        return F.binary_cross_entropy(y, x, reduction="sum") + divergence
    return F.mse_loss(model(x), x) if kind == "mse" else F.binary_cross_entropy(model(x), x)


def speed(images, case, seconds, device):
    make, batch, kind, shape = CASES[case]
    torch.manual_seed(0)
    model = make().to(device)
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
    order = torch.randperm(len(images), device=device)
    last = len(images) - batch
    first = 0

    def step():
        nonlocal first
        x = images[order[first : first + batch]].view(-1, *shape)
        first = (first + batch) % last
        optimiser.zero_grad()
        loss = loss_of(kind, model, x)
        loss.backward()
        optimiser.step()
        return loss

    for _ in range(20):
        step()
    step().item()
    steps, began = 0, time.perf_counter()
    read = began
    while time.perf_counter() - began < seconds:
        loss = step()
        steps += 1
        if time.perf_counter() - read > 1:
            loss.item()
            read = time.perf_counter()
    # Waits for what is still under way.
    loss.item()
    return steps * batch / (time.perf_counter() - began)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--device", default="cuda")
    asked = parser.parse_args()
    packed = (asked.data / "train-images-idx3-ubyte.gz").read_bytes()
    numbers = np.frombuffer(gzip.decompress(packed), np.uint8, offset=16).reshape(-1, 784)
    images = torch.from_numpy(numbers.copy()).to(asked.device).float() / 255
    for case in CASES:
        line = {
            "peer": f"PyTorch {torch.__version__}",
            "device": asked.device,
            "case": case,
            "samples_per_second": round(speed(images, case, asked.seconds, asked.device), 1),
        }
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
