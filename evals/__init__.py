"""How good is it: questions with gold places, measures, baselines, reports and benchmarks."""
