"""Trains the network of `pipeline.read.digits` with PyTorch: first on composed strings alone, then with samples of real scans."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import MissingDependency
from pipeline.handwriting.compose import Material, Sample, cut_figures, random_strip, read_figures
from pipeline.read.digits import ALPHABET, HEIGHT, LAYERS, Strip, Weights

#: Channels of each layer.
WIDTHS = (16, 32, 64, 64, 96, 128)
#: Strips of the two steps, times each is seen, and the highest learning rates.
COMPOSED, TUNED = (20_000, 6, 2.5e-3), (3_000, 4, 6e-4)
_BATCH = 48

Labelled = tuple[Strip, str]


def train(figures: Path, out: Path, samples: Sequence[Sample] = (), faces: Sequence[Path] = (), seed: int = 0) -> None:
    """Writes the weights to `out` (NPZ, under 1 MB). `figures` is a folder with MNIST's files, `faces` are fonts (TrueType).

    Takes some 15 minutes on one core. Raises MissingDependency without PyTorch.
    """
    material = Material(*read_figures(figures), faces)
    save(tuned(composed(material, seed), material, samples, seed), out)


def composed(material: Material, seed: int = 0) -> Any:
    """A network that has seen composed strings only."""
    network = _network(_torch(), seed)
    strips, rounds, rate = COMPOSED
    rng = np.random.default_rng(seed)
    _fit(network, [random_strip(material, rng) for _ in range(strips)], rounds, rate, rng)
    return network


def tuned(network: Any, material: Material, samples: Sequence[Sample], seed: int = 0) -> Any:
    """The network trained further on strings of which a part are samples, or composed of figures cut from them."""
    if not samples:
        return network
    strips, rounds, rate = TUNED
    rng = np.random.default_rng(seed + 1)
    own = replace(material, samples=samples, cuts=cut_figures(samples))
    _fit(network, [random_strip(own, rng) for _ in range(strips)], rounds, rate, rng)
    return network


def save(network: Any, out: Path, temperature: float = 1.0) -> None:
    np.savez_compressed(out, **{name: value.astype(np.float16) for name, value in exported(network, temperature).items()})  # type: ignore[arg-type]


def exported(network: Any, temperature: float = 1.0) -> Weights:
    """The weights as `digits.probabilities` takes them: batch normalisation folded into the layers before it."""
    found: dict[str, Any] = {"temperature": np.float32(temperature)}
    for name, _, _ in LAYERS:
        convolution, norm = network[f"{name}_conv"], network[f"{name}_norm"]
        scale = norm.weight / (norm.running_var + norm.eps).sqrt()
        found[f"{name}.weight"] = (convolution.weight * scale[:, None, None, None]).detach().numpy()
        found[f"{name}.bias"] = (norm.bias - norm.running_mean * scale).detach().numpy()
    found["out.weight"], found["out.bias"] = (p.detach().numpy() for p in (network["out"].weight, network["out"].bias))
    return {name: np.asarray(value, np.float32) for name, value in found.items()}


# --- PyTorch ----------------------------------------------------------------------------------------------------------


def _torch() -> Any:
    try:
        return importlib.import_module("torch")
    except ImportError as missing:
        raise MissingDependency("PyTorch is not installed", "training", "pip install torch") from missing


def _network(torch: Any, seed: int) -> Any:
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    parts: dict[str, Any] = {}
    channels = 1
    for (name, _, _), width in zip(LAYERS, WIDTHS, strict=True):
        parts[f"{name}_conv"] = torch.nn.Conv2d(channels, width, 3, padding=1, bias=False)
        parts[f"{name}_norm"] = torch.nn.BatchNorm2d(width)
        channels = width
    parts["out"] = torch.nn.Conv2d(channels, len(ALPHABET) + 1, (1, 3), padding=(0, 1))
    return torch.nn.ModuleDict(parts)


def _forward(torch: Any, network: Mapping[str, Any], x: Any, dropout: float = 0.0) -> Any:
    """Columns x batch x letters, logarithms of probabilities."""
    for name, down, across in LAYERS:
        x = torch.relu(network[f"{name}_norm"](network[f"{name}_conv"](x)))
        x = torch.nn.functional.max_pool2d(x, (down, across))
        x = torch.nn.functional.dropout2d(x, dropout) if dropout and name in "def" else x
    return network["out"](x)[:, :, 0, :].permute(2, 0, 1).log_softmax(2)


def _fit(network: Any, data: Sequence[Labelled], rounds: int, rate: float, rng: np.random.Generator) -> None:
    torch = _torch()
    network.train()
    steps = rounds * -(-len(data) // _BATCH)
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.15)
    loss_of = torch.nn.CTCLoss(zero_infinity=True)
    for _ in range(rounds):
        for batch in _batches(data, rng):
            x, lengths = _stacked(torch, [strip for strip, _ in batch], rng)
            targets = [ALPHABET.index(letter) + 1 for _, text in batch for letter in text]
            loss = loss_of(_forward(torch, network, x, 0.1), torch.tensor(targets), lengths, torch.tensor([len(text) for _, text in batch]))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            schedule.step()
    network.eval()


def _batches(data: Sequence[Labelled], rng: np.random.Generator) -> list[list[Labelled]]:
    """Of strips of like width, in random order."""
    order = sorted(range(len(data)), key=lambda i: data[i][0].shape[1] + rng.uniform(0, 16))
    batches = [[data[i] for i in order[k : k + _BATCH]] for k in range(0, len(order), _BATCH)]
    return [batches[int(i)] for i in rng.permutation(len(batches))]


def _stacked(torch: Any, strips: Sequence[Strip], rng: np.random.Generator) -> tuple[Any, Any]:
    widest = max(s.shape[1] for s in strips)
    x = np.zeros((len(strips), 1, HEIGHT, widest), np.float32)
    for i, strip in enumerate(strips):
        up, left = int(rng.integers(-1, 2)), int(rng.integers(0, 2))
        moved = np.roll(strip, (up, left), (0, 1)) * np.float32(rng.uniform(0.75, 1.1))
        x[i, 0, :, : strip.shape[1]] = moved
    return torch.from_numpy(x), torch.tensor([s.shape[1] // 4 for s in strips])
