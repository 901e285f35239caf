/* The record of one inserted, updated or deleted row, in each style. */
#ifndef STAND_IN_ROW_RECORD_H
#define STAND_IN_ROW_RECORD_H

#include "postgres.h"

#include "row_image.h"

/* Each appends one record. Scratch memory comes from the current context. */
extern void append_json_row(StringInfo out, const RowChange *change);
extern void append_text_row(StringInfo out, const RowChange *change);
extern void append_binary_row(StringInfo out, const RowChange *change);

#endif
