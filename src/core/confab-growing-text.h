/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabGrowingText:
 *
 * A text that grows at its end, and of which what there is so far can be lent to another thread without a copy.
 *
 * Embedded in what owns it, and zero at first. Its members are private.
 */
typedef struct
{
  struct _ConfabGrowingTextBlock *block;
  gsize                           length;
} ConfabGrowingText;

void        confab_growing_text_clear      (ConfabGrowingText       *self);
const char *confab_growing_text_get        (const ConfabGrowingText *self);
gsize       confab_growing_text_get_length (const ConfabGrowingText *self);
void        confab_growing_text_append     (ConfabGrowingText       *self,
                                            const char              *text,
                                            gssize                   length);
void        confab_growing_text_set        (ConfabGrowingText       *self,
                                            const char              *text);
GBytes     *confab_growing_text_share      (const ConfabGrowingText *self) G_GNUC_WARN_UNUSED_RESULT;
ConfabGrowingText
            confab_growing_text_snapshot   (const ConfabGrowingText *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
