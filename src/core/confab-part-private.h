/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-growing-text.h"
#include "confab-part.h"

G_BEGIN_DECLS

struct _ConfabPart
{
  GObject            parent_instance;

  ConfabPartKind     kind;
  ConfabGrowingText  text;           /* owned, valid UTF-8 */
  char              *id;             /* owned, nullable */
  char              *name;           /* owned, nullable */
  GBytes            *replay;         /* owned, nullable, JSON of the dialect that made it, with a NUL behind it */
  char              *mime_type;      /* owned, nullable */
  GBytes            *data;           /* owned, nullable */
  gint64             duration_ms;    /* -1 when not measured */
  guint              is_error : 1;
  guint              sealed : 1;
};

G_END_DECLS
