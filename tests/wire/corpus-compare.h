/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

char *corpus_compare (JsonObject *expected,
                      JsonObject *got);
