/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <locale.h>

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  locale_t utf8;    /* 0 where the system has none */
  locale_t before;
} ConfabZipLocale;

void confab_zip_locale_init  (ConfabZipLocale *self);
void confab_zip_locale_clear (ConfabZipLocale *self);
void confab_zip_locale_enter (ConfabZipLocale *self);
void confab_zip_locale_leave (ConfabZipLocale *self);

G_END_DECLS
