/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-json-writer.h"
#include "confab-wire-item.h"

G_BEGIN_DECLS

void confab_openai_part_write_image  (ConfabJsonWriter     *writer,
                                      const ConfabWireItem *item);
void confab_openai_part_write_result (ConfabJsonWriter     *writer,
                                      const ConfabWireItem *item);

G_END_DECLS
