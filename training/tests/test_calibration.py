import numpy as np

from nets.calibration import Calibration, expected_error, fit


def test_a_score_that_boasts_is_brought_down_to_what_it_is_worth():
    random = np.random.default_rng(1)
    chances = random.uniform(0.02, 0.98, 4000)
    right = (random.random(4000) < chances).astype(float)
    logit = np.log(chances / (1 - chances))
    boasting = 1 / (1 + np.exp(-(3 * logit + 1)))
    fitted = fit(boasting, right)
    assert expected_error(boasting, right) > 0.08
    assert expected_error(fitted.chance(boasting), right) < 0.03


def test_certain_scores_stay_finite_and_ordered():
    chances = Calibration(0.7, 0.2).chance(np.array([0.0, 0.5, 1.0]))
    assert np.isfinite(chances).all() and chances[0] < chances[1] < chances[2]
