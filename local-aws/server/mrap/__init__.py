"""The Multi-Region Access Point: its control plane rules and its data plane."""
