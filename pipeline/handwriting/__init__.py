"""Training of the network that `pipeline.read.digits` runs: strokes, strings composed from them, and the loop. Needs PyTorch."""
