"""Multi-Region Access Points: the rules of the control plane, and the data plane."""
