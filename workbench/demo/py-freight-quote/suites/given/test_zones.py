import pytest

from freight import QuoteError, zone_for


@pytest.mark.parametrize(
    ("postcode", "zone"),
    [
        ("00001", "near"),
        ("39999", "near"),
        ("40000", "mid"),
        ("79999", "mid"),
        ("80331", "far"),
        ("91522", "far"),
        ("99999", "far"),
        ("90210", "island"),
    ],
)
def test_zone_by_leading_digits(postcode, zone):
    assert zone_for(postcode) == zone


def test_white_space_around_a_postcode_is_ignored():
    assert zone_for("  20095\n") == "near"


@pytest.mark.parametrize("postcode", ["1234", "123456", "12a45", "12 45", "-1234"])
def test_malformed_postcodes_are_refused(postcode):
    with pytest.raises(QuoteError):
        zone_for(postcode)


def test_empty_postcode_is_refused():
    with pytest.raises(QuoteError):
        zone_for("")


def test_only_plain_digits_count_as_digits():
    with pytest.raises(QuoteError):
        zone_for("²0095")


def test_quote_error_is_a_value_error():
    assert issubclass(QuoteError, ValueError)
