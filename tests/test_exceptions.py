"""Errors that tell a person what to do."""

import pickle

from hydro_mining.exceptions import InputError

ERROR = InputError("column time", "told by the option {option}", "03/04", option="day_first")


def test_the_way_out_is_named():
    """The option stands in the sentence, and beside it for a caller."""
    assert str(ERROR) == "column time must be told by the option day_first; got '03/04'"
    assert (ERROR.option, ERROR.rule) == ("day_first", "told by the option day_first")


def test_a_caller_has_its_own_names():
    """Argument and option are renamed, the rest of the sentence stays."""
    assert str(ERROR.called("file", "--day-first")) == (
        "file must be told by the option --day-first; got '03/04'"
    )
    assert str(ERROR.under("prices")) == (
        "prices.column time must be told by the option day_first; got '03/04'"
    )


def test_braces_of_a_file_are_text():
    """A rule without an option is as it is written."""
    assert str(InputError("a", "one of {option}", 1)) == "a must be one of {option}; got 1"


def test_a_page_says_it_as_a_sentence():
    """Texts stand in quotation marks of print; what is missing is not called nothing."""
    assert ERROR.sentence == "column time must be told by the option day_first, not “03/04”."
    assert InputError("Years", "a whole number", 1.5).sentence == (
        "Years must be a whole number, not 1.5."
    )
    assert InputError("Years", "a whole number", None).sentence == "Years must be a whole number."


def test_errors_cross_processes():
    """A pickled error says the same and keeps its option."""
    copied = pickle.loads(pickle.dumps(ERROR))  # noqa: S301
    assert (str(copied), copied.option) == (str(ERROR), "day_first")
