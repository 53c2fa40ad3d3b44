/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the program that reads PDF documents says by its exit status. */
enum
{
  CONFAB_PDF_READER_DONE = 0,
  CONFAB_PDF_READER_ENCRYPTED = 3,
  CONFAB_PDF_READER_DAMAGED = 4,
  CONFAB_PDF_READER_NO_TEXT = 5,
};

/* What it may take. A long book has a few megabytes of text and is read in seconds. */
#define CONFAB_PDF_READER_MAX_INPUT   (64 * 1024 * 1024)
#define CONFAB_PDF_READER_MAX_OUTPUT  (8 * 1024 * 1024)
#define CONFAB_PDF_READER_MAX_SECONDS 20
#define CONFAB_PDF_READER_MAX_MEMORY  (1024 * 1024 * 1024)

G_END_DECLS
