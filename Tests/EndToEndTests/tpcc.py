"""The schema of TPC-C, in small, and its five transactions: composite keys, decimals, dates, NULLs, a table without a key."""

import random
import threading

import psycopg2

DISTRICTS, LINES_MAX = 10, 15
# Of a hundred transactions, as the standard wants them.
MIX = {"new_order": 45, "payment": 43, "order_status": 4, "delivery": 4, "stock_level": 4}

TABLES = {
    "warehouse": "w_id int PRIMARY KEY, w_name varchar(10), w_tax decimal(4,4), w_ytd decimal(12,2)",
    "district": "d_id int, d_w_id int, d_name varchar(10), d_tax decimal(4,4), d_ytd decimal(12,2), d_next_o_id int,"
                " PRIMARY KEY (d_w_id, d_id), FOREIGN KEY (d_w_id) REFERENCES warehouse (w_id)",
    "customer": "c_id int, c_d_id int, c_w_id int, c_last varchar(16), c_since timestamp, c_credit char(2), c_discount decimal(4,4),"
                " c_balance decimal(12,2), c_payment_cnt int, c_data text, PRIMARY KEY (c_w_id, c_d_id, c_id),"
                " FOREIGN KEY (c_w_id, c_d_id) REFERENCES district (d_w_id, d_id)",
    "history": "h_c_id int, h_c_d_id int, h_c_w_id int, h_date timestamp, h_amount decimal(6,2), h_data varchar(24)",
    "item": "i_id int PRIMARY KEY, i_name varchar(24), i_price decimal(5,2), i_data varchar(50)",
    "stock": "s_i_id int, s_w_id int, s_quantity int, s_ytd decimal(8,0), s_order_cnt int, s_data varchar(50),"
             " PRIMARY KEY (s_w_id, s_i_id), FOREIGN KEY (s_i_id) REFERENCES item (i_id)",
    "orders": "o_id int, o_d_id int, o_w_id int, o_c_id int, o_entry_d timestamp, o_carrier_id int, o_ol_cnt int,"
              " PRIMARY KEY (o_w_id, o_d_id, o_id),"
              " FOREIGN KEY (o_w_id, o_d_id, o_c_id) REFERENCES customer (c_w_id, c_d_id, c_id)",
    "new_order": "no_o_id int, no_d_id int, no_w_id int, PRIMARY KEY (no_w_id, no_d_id, no_o_id),"
                 " FOREIGN KEY (no_w_id, no_d_id, no_o_id) REFERENCES orders (o_w_id, o_d_id, o_id)",
    "order_line": "ol_o_id int, ol_d_id int, ol_w_id int, ol_number int, ol_i_id int, ol_delivery_d timestamp, ol_quantity int,"
                  " ol_amount decimal(6,2), PRIMARY KEY (ol_w_id, ol_d_id, ol_o_id, ol_number),"
                  " FOREIGN KEY (ol_w_id, ol_d_id, ol_o_id) REFERENCES orders (o_w_id, o_d_id, o_id)",
}


class TPCC:
    """So many warehouses, with so many customers in each district and so many items."""

    def __init__(self, scenario, warehouses, customers, items):
        self.scenario, self.warehouses, self.customers, self.items = scenario, warehouses, customers, items

    def prepare(self):
        """Both sides, filled alike; before the slot exists."""
        self.scenario.on_source(*(f"CREATE TABLE {name} ({columns})" for name, columns in TABLES.items()))
        # Without a fraction a target's datetime would lose the microseconds of the source's.
        self.scenario.on_target(*(
            f"CREATE TABLE {name} ({columns.replace('timestamp', 'datetime(6)')})" for name, columns in TABLES.items()))
        places = f"generate_series(1, {self.warehouses}) w, generate_series(1, {DISTRICTS}) d"
        self.scenario.on_source(
            f"INSERT INTO warehouse SELECT w, 'house ' || w, 0.0725, 300000 FROM generate_series(1, {self.warehouses}) w",
            f"INSERT INTO district SELECT d, w, 'ward ' || d, 0.0850, 30000, 1 FROM {places}",
            f"INSERT INTO customer SELECT c, d, w, 'BAR' || c % 100, now(), CASE c % 10 WHEN 0 THEN 'BC' ELSE 'GC' END, c % 50 / 100.0,"
            f" -10, 1, repeat('data ', 60) FROM {places}, generate_series(1, {self.customers}) c",
            f"INSERT INTO item SELECT i, 'item ' || i, 1 + i % 90, 'any' FROM generate_series(1, {self.items}) i",
            f"INSERT INTO stock SELECT i, w, 50, 0, 0, 'kept' FROM generate_series(1, {self.items}) i,"
            f" generate_series(1, {self.warehouses}) w")
        self.scenario.copy_tables(*TABLES)


class Terminal(threading.Thread):
    """One user: runs so many transactions of the mix on a connection of its own."""

    def __init__(self, tpcc, number, count):
        super().__init__(daemon=True)
        self.tpcc, self.count, self.random = tpcc, count, random.Random(number)
        self.committed, self.failure = 0, None

    def run(self):
        connection = self.tpcc.scenario.source()
        connection.autocommit = False
        names, weights = zip(*MIX.items(), strict=True)
        try:
            for name in self.random.choices(names, weights, k=self.count):
                self.committed += self.attempt(connection, getattr(self, name))
        except Exception as error:  # noqa: BLE001 - the test reports it
            self.failure = error
        finally:
            connection.close()

    def attempt(self, connection, transaction):
        """Again until no deadlock is in its way; False where it ends with a rollback, as one in a hundred orders shall."""
        while True:
            try:
                with connection.cursor() as cursor:
                    keeps = transaction(cursor)
                (connection.commit if keeps else connection.rollback)()
                return keeps
            except psycopg2.extensions.TransactionRollbackError:
                connection.rollback()

    def place(self):
        return self.random.randint(1, self.tpcc.warehouses), self.random.randint(1, DISTRICTS)

    def customer(self):
        return *self.place(), self.random.randint(1, self.tpcc.customers)

    def new_order(self, cursor):
        house, ward, customer = self.customer()
        cursor.execute("UPDATE district SET d_next_o_id = d_next_o_id + 1 WHERE d_w_id = %s AND d_id = %s"
                       " RETURNING d_next_o_id - 1", (house, ward))
        order = cursor.fetchone()[0]
        items = sorted(self.random.sample(range(1, self.tpcc.items + 1), self.random.randint(5, LINES_MAX)))
        cursor.execute("INSERT INTO orders VALUES (%s, %s, %s, %s, now(), NULL, %s)", (order, ward, house, customer, len(items)))
        cursor.execute("INSERT INTO new_order VALUES (%s, %s, %s)", (order, ward, house))
        for number, item in enumerate(items, 1):
            quantity = self.random.randint(1, 10)
            cursor.execute(
                "UPDATE stock SET s_quantity = CASE WHEN s_quantity > %s + 10 THEN s_quantity - %s ELSE s_quantity - %s + 91 END,"
                " s_ytd = s_ytd + %s, s_order_cnt = s_order_cnt + 1 WHERE s_w_id = %s AND s_i_id = %s",
                (quantity, quantity, quantity, quantity, house, item))
            cursor.execute(
                "INSERT INTO order_line SELECT %s, %s, %s, %s, i_id, NULL, %s, i_price * %s FROM item WHERE i_id = %s",
                (order, ward, house, number, quantity, quantity, item))
        return self.random.randint(1, 100) > 1

    def payment(self, cursor):
        house, ward, customer = self.customer()
        amount = self.random.randint(100, 500_000) / 100
        cursor.execute("UPDATE warehouse SET w_ytd = w_ytd + %s WHERE w_id = %s", (amount, house))
        cursor.execute("UPDATE district SET d_ytd = d_ytd + %s WHERE d_w_id = %s AND d_id = %s", (amount, house, ward))
        cursor.execute(
            "UPDATE customer SET c_balance = c_balance - %s, c_payment_cnt = c_payment_cnt + 1, c_data = CASE c_credit WHEN 'BC' THEN"
            " left(c_id || ' paid ' || %s || '; ' || c_data, 500) ELSE c_data END WHERE c_w_id = %s AND c_d_id = %s AND c_id = %s",
            (amount, amount, house, ward, customer))
        cursor.execute("INSERT INTO history VALUES (%s, %s, %s, now(), %s, 'paid')", (customer, ward, house, amount))
        return True

    def order_status(self, cursor):
        cursor.execute("SELECT o_id, o_carrier_id FROM orders WHERE o_w_id = %s AND o_d_id = %s AND o_c_id = %s"
                       " ORDER BY o_id DESC LIMIT 1", self.customer())
        return True

    def delivery(self, cursor):
        house = self.random.randint(1, self.tpcc.warehouses)
        for ward in range(1, DISTRICTS + 1):
            place = (house, ward)
            cursor.execute("SELECT no_o_id FROM new_order WHERE no_w_id = %s AND no_d_id = %s ORDER BY 1 LIMIT 1 FOR UPDATE", place)
            found = cursor.fetchone()
            if found is None:
                continue
            order = (*place, found[0])
            cursor.execute("DELETE FROM new_order WHERE no_w_id = %s AND no_d_id = %s AND no_o_id = %s", order)
            cursor.execute("UPDATE orders SET o_carrier_id = %s WHERE o_w_id = %s AND o_d_id = %s AND o_id = %s RETURNING o_c_id",
                           (self.random.randint(1, 10), *order))
            customer = cursor.fetchone()
            if customer is None:
                continue
            cursor.execute("UPDATE order_line SET ol_delivery_d = now() WHERE ol_w_id = %s AND ol_d_id = %s AND ol_o_id = %s", order)
            cursor.execute(
                "UPDATE customer SET c_balance = c_balance + (SELECT sum(ol_amount) FROM order_line WHERE ol_w_id = %s AND ol_d_id = %s"
                " AND ol_o_id = %s) WHERE c_w_id = %s AND c_d_id = %s AND c_id = %s", (*order, *place, customer[0]))
        return True

    def stock_level(self, cursor):
        cursor.execute("SELECT count(DISTINCT s_i_id) FROM order_line JOIN stock ON s_w_id = ol_w_id AND s_i_id = ol_i_id"
                       " WHERE ol_w_id = %s AND ol_d_id = %s AND s_quantity < 20", self.place())
        return True
