# `make lab` is all a reviewer needs; every target is a script of a few lines in scripts/.
.PHONY: setup kits lab test check wheel bench pin clean

setup: ## everything a checkout needs, at .venv
	@scripts/setup

kits: setup ## test frameworks of the six languages, once
	@scripts/kits

lab: setup ## JupyterLab on the demo workspace
	@scripts/lab

check: setup ## style, types, rooms, front end
	@scripts/check

test: check ## every test there is
	@scripts/test

wheel: setup ## a wheel with the front end inside
	@scripts/wheel

bench: kits ## a little of everything that is promised: does it work here?
	@.venv/bin/python -m benchmarks --quick

pin: setup ## renew the hash pins
	@scripts/pin

clean: ## what was built here; kits and .venv stay
	@rm -rf dist build workbench/jupyter/static workbench/jupyter/labextension extensions/lab/lib
