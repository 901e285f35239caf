"""Customers and their orders, with a foreign key: children follow their parents, and go before them."""

import collections
import itertools
import random

from .table import INTEGER, NUMERIC, TIMESTAMP, VARCHAR, Column, Table
from .workload import DELETE, INSERT, UPDATE, Change, Extent, Workload

RECENT = 1_000


class ParentChild(Workload):
    name = "parent-child"
    title = "Parents and children, with a foreign key"
    full = Extent(transactions=50_000, slow_transactions=8_000, seed_rows=6_000)
    quick = Extent(transactions=8_000, slow_transactions=3_000, seed_rows=3_000)

    def __init__(self):
        self.customers = Table(
            "customers",
            [Column("id", INTEGER, "INT"), Column("name", VARCHAR, "VARCHAR(60)"), Column("orders", INTEGER, "INT")])
        self.orders = Table(
            "orders",
            [Column("id", INTEGER, "INT"), Column("customer", INTEGER, "INT"),
             Column("amount", NUMERIC, "DECIMAL(12,2)"), Column("placed", TIMESTAMP, "DATETIME")],
            "KEY by_customer (customer)", "FOREIGN KEY (customer) REFERENCES customers (id)")
        self.tables = [self.customers, self.orders]

    def transactions(self, extent):
        """Of ten transactions four bring a customer, four an order, one changes an order and one removes a customer."""
        source, book = random.Random(5), Book(self.customers, self.orders)
        for number in itertools.count():
            step = number % 10
            if step < 4 or len(book.customers) < 10:
                yield book.new_customer(source)
            elif step < 8:
                yield book.new_order(source)
            elif step == 8:
                yield book.new_amount(source)
            else:
                yield book.without_oldest()


class Book:
    """The rows of both tables as they stand, oldest first."""

    def __init__(self, customer_table, order_table):
        self.customer_table, self.order_table = customer_table, order_table
        self.customers, self.orders_of = collections.OrderedDict(), {}
        self.last_customer = self.last_order = 0

    def new_customer(self, source):
        self.last_customer += 1
        row = (b"%d" % self.last_customer, b"customer number %d" % self.last_customer, b"2")
        self.customers[self.last_customer], self.orders_of[self.last_customer] = row, []
        orders = [self.place(self.last_customer, source) for _ in range(2)]
        return [Change(INSERT, self.customer_table, row), *orders]

    def place(self, customer, source):
        self.last_order += 1
        row = (b"%d" % self.last_order, b"%d" % customer, amount(source), b"2026-11-23 05:%02d:%02d" % (
            self.last_order // 60 % 60, self.last_order % 60))
        self.orders_of[customer].append(row)
        return Change(INSERT, self.order_table, row)

    def recent(self, source):
        """A living customer: they go in the order of their numbers."""
        oldest = next(iter(self.customers))
        return source.randint(max(oldest, self.last_customer - RECENT), self.last_customer)

    def new_order(self, source):
        customer = self.recent(source)
        old = self.customers[customer]
        self.customers[customer] = (*old[:2], b"%d" % (int(old[2]) + 1))
        return [self.place(customer, source), Change(UPDATE, self.customer_table, self.customers[customer], old)]

    def new_amount(self, source):
        orders = self.orders_of[self.recent(source)]
        old, orders[-1] = orders[-1], (*orders[-1][:2], amount(source), orders[-1][3])
        return [Change(UPDATE, self.order_table, orders[-1], old)]

    def without_oldest(self):
        customer, row = self.customers.popitem(last=False)
        orders = self.orders_of.pop(customer)
        return [*(Change(DELETE, self.order_table, (), order) for order in orders),
                Change(DELETE, self.customer_table, (), row)]


def amount(source):
    cents = source.randrange(100, 1_000_000)
    return b"%d.%02d" % divmod(cents, 100)
