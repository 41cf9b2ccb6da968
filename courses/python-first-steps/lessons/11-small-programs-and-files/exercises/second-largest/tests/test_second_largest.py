import unittest

from main import second_largest


class SecondLargestTest(unittest.TestCase):
    def test_example(self):
        self.assertEqual(second_largest([4, 9, 7]), 7)

    def test_largest_is_there_twice(self):
        self.assertEqual(second_largest([9, 9, 4]), 4)

    def test_second_is_there_twice(self):
        self.assertEqual(second_largest([2, 6, 8, 6]), 6)

    def test_numbers_go_up(self):
        self.assertEqual(second_largest([1, 2, 3, 10]), 3)

    def test_numbers_go_down(self):
        self.assertEqual(second_largest([20, 15, 3]), 15)

    def test_negative_numbers(self):
        self.assertEqual(second_largest([-3, -8, -5]), -5)

    def test_zero_is_a_number(self):
        self.assertEqual(second_largest([0, 5]), 0)

    def test_only_one_number(self):
        self.assertIsNone(second_largest([5]))

    def test_all_equal(self):
        self.assertIsNone(second_largest([3, 3, 3]))

    def test_empty_list(self):
        self.assertIsNone(second_largest([]))

    def test_list_is_not_changed(self):
        numbers = [3, 1, 2]
        second_largest(numbers)
        self.assertEqual(numbers, [3, 1, 2])
