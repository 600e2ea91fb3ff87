"""All tutorials."""

from tests.ui.tutorials import digest, meters, payroll

TUTORIALS = (payroll.TUTORIAL, digest.TUTORIAL, meters.TUTORIAL)
