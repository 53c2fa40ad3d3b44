/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-zip-locale"

#include "config.h"

#include "confab-zip-locale-private.h"

/* libarchive converts names by way of the encoding of the locale, and loses those that cannot be said
 * in it. In an archive they are UTF-8, so for as long as it looks at names the thread is in a locale
 * that can say all of them. */

/* confab_zip_locale_init:
 * @self: what is to be prepared
 */
void
confab_zip_locale_init (ConfabZipLocale *self)
{
  self->utf8 = newlocale (LC_CTYPE_MASK, "C.UTF-8", (locale_t) 0);
}

/* confab_zip_locale_clear:
 * @self: what was prepared, and is not entered
 */
void
confab_zip_locale_clear (ConfabZipLocale *self)
{
  if (self->utf8 != (locale_t) 0)
    freelocale (self->utf8);
}

/* confab_zip_locale_enter:
 * @self: what was prepared; remembers what was before
 */
void
confab_zip_locale_enter (ConfabZipLocale *self)
{
  if (self->utf8 != (locale_t) 0)
    self->before = uselocale (self->utf8);
}

/* confab_zip_locale_leave:
 * @self: what was entered
 */
void
confab_zip_locale_leave (ConfabZipLocale *self)
{
  if (self->utf8 != (locale_t) 0)
    uselocale (self->before);
}
