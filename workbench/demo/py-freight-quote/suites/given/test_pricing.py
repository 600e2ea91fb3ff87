import pytest

from freight import Parcel, Quote, QuoteError, quote


@pytest.fixture
def box():
    """1200 g, 4 l: the actual weight counts, three steps."""
    return Parcel(1200, 20, 20, 10)


def test_example_of_the_price_list(box):
    assert quote([box], "20095") == Quote("near", 360, 0, 0, 360)


@pytest.mark.parametrize(
    ("postcode", "subtotal"),
    [("10115", 360), ("50667", 450), ("80331", 630), ("90402", 1020)],
)
def test_rate_of_every_zone(box, postcode, subtotal):
    assert quote([box], postcode).subtotal == subtotal


@pytest.mark.parametrize(
    ("parcel", "steps"),
    [
        (Parcel(100, 5, 5, 5), 2),
        (Parcel(1000, 10, 10, 10), 2),
        (Parcel(1001, 10, 10, 10), 3),
        (Parcel(1400, 10, 10, 10), 3),
        (Parcel(300, 50, 20, 10), 4),
        (Parcel(300, 59, 17, 10), 5),
        (Parcel(30_000, 10, 10, 10), 60),
        (Parcel(500, 100, 50, 30), 60),
    ],
)
def test_started_steps_of_billable_weight(parcel, steps):
    assert quote([parcel], "10115").subtotal == steps * 120


def test_subtotal_sums_steps_of_each_parcel(box):
    assert quote([box, Parcel(400, 5, 5, 5), box], "50667").subtotal == 8 * 150


def test_four_parcels_have_no_discount(box):
    assert quote([box] * 4, "10115") == Quote("near", 1440, 0, 0, 1440)


def test_five_parcels_have_ten_per_cent_off(box):
    assert quote([box] * 5, "10115") == Quote("near", 1800, 180, 0, 1620)


def test_express_surcharge_without_discount(box):
    assert quote([box], "50667", express=True) == Quote("mid", 450, 0, 113, 563)


def test_express_surcharge_comes_after_the_discount(box):
    assert quote([box] * 5, "80331", express=True) == Quote("far", 3150, 315, 709, 3544)


def test_parcels_may_come_from_a_generator(box):
    assert quote((box for _ in range(5)), "10115").discount == 180


def test_no_express_to_the_islands(box):
    with pytest.raises(QuoteError):
        quote([box], "90402", express=True)


def test_empty_shipment_is_refused():
    with pytest.raises(QuoteError):
        quote([], "10115")


@pytest.mark.parametrize(
    "parcel",
    [
        Parcel(0, 10, 10, 10),
        Parcel(500, -1, 10, 10),
        Parcel(500, 10, 0, 10),
        Parcel(500, 10, 10, 0),
        Parcel(30_001, 10, 10, 10),
        Parcel(500, 87, 69, 25),
    ],
)
def test_parcels_without_a_price_are_refused(box, parcel):
    with pytest.raises(QuoteError):
        quote([box, parcel], "10115")
