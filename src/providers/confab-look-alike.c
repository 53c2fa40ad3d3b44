/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-look-alike"

#include "config.h"

#include "confab-look-alike.h"

/* Letters of the Latin script that are drawn like plain ones and that no language of the world's
 * domains needs: phonetic ones, turned ones, small capitals, and those of old orthographies. */
static const struct { gunichar first, last; } odd_latin[] = {
  { 0x0131, 0x0131 },  /* an i without its dot */
  { 0x0138, 0x0138 },
  { 0x017F, 0x0185 },
  { 0x0196, 0x0197 },
  { 0x01BF, 0x01C3 },
  { 0x0250, 0x02AF },
  { 0x1D00, 0x1D7F },
  { 0x1D80, 0x1DBF },
  { 0x2C60, 0x2C7F },
  { 0xA720, 0xA7FF },
  { 0xAB30, 0xAB6F },
};

static gboolean
looks_like_latin (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_ARMENIAN:
    case G_UNICODE_SCRIPT_CHEROKEE:
    case G_UNICODE_SCRIPT_COPTIC:
    case G_UNICODE_SCRIPT_CYRILLIC:
    case G_UNICODE_SCRIPT_DESERET:
    case G_UNICODE_SCRIPT_GREEK:
    case G_UNICODE_SCRIPT_LISU:
      return TRUE;

    case G_UNICODE_SCRIPT_LATIN:
      for (gsize i = 0; i < G_N_ELEMENTS (odd_latin); i++)
        if (c >= odd_latin[i].first && c <= odd_latin[i].last)
          return TRUE;
      return FALSE;

    default:
      return FALSE;
    }
}

/**
 * confab_look_alike_is_host:
 * @host: a host name in ASCII, as names are asked for: `xn--pi-6kc.example`
 *
 * Some scripts have letters that are drawn like those of the Latin one. A name that has letters of
 * both may have been made to be taken for another; one that is wholly of another script is just a
 * name, and so is one whose letters look like none of these.
 *
 * Returns: whether a person could take the name, written in its own letters, for one in ASCII
 */
gboolean
confab_look_alike_is_host (const char *host)
{
  g_autofree char *written = NULL;
  gboolean has_plain = FALSE, has_similar = FALSE;

  g_return_val_if_fail (host != NULL, FALSE);

  written = g_hostname_to_unicode (host);
  if (written == NULL || !g_utf8_validate (written, -1, NULL))
    return FALSE;

  for (const char *p = written; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      has_plain |= c < 0x80 && g_ascii_isalpha ((char) c);
      has_similar |= looks_like_latin (c);
    }

  return has_plain && has_similar;
}
