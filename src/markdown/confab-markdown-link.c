/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-markdown-link"

#include "config.h"

#include "confab-markdown-link.h"

#include <string.h>

static const char * const schemes[] = { "http://", "https://", "mailto:" };

/* Over the scheme at the beginning, and without a slash at the end. */
static void
strip (const char **text,
       gsize       *length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      const gsize n = strlen (schemes[i]);

      if (*length < n || g_ascii_strncasecmp (*text, schemes[i], n) != 0)
        continue;
      *text += n;
      *length -= n;
      break;
    }

  if (*length > 0 && (*text)[*length - 1] == '/')
    (*length)--;
}

/**
 * confab_markdown_link_dup_host:
 * @address: where a link leads
 *
 * Finds what a person has to trust: the computer, whatever else the address says before or after
 * it. Letters that could be taken for others are written as such names are asked for, `xn--…`.
 *
 * Returns: (transfer full): the name of the computer, or of where mail goes to; the address when it
 *   has neither
 */
char *
confab_markdown_link_dup_host (const char *address)
{
  g_autoptr(GUri) uri = NULL;
  const char *host;
  g_autofree char *ascii = NULL;

  g_return_val_if_fail (address != NULL, NULL);

  uri = g_uri_parse (address, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_HAS_PASSWORD, NULL);
  host = uri != NULL ? g_uri_get_host (uri) : NULL;
  if (uri != NULL && (host == NULL || *host == '\0'))
    {
      /* As of mail: what is behind the last sign. */
      const char *at = strrchr (g_uri_get_path (uri), '@');

      host = at != NULL && at[1] != '\0' ? at + 1 : NULL;
    }
  if (host == NULL || *host == '\0')
    return g_strdup (address);

  ascii = g_hostname_to_ascii (host);

  return ascii != NULL ? g_steal_pointer (&ascii) : g_strdup (host);
}

/**
 * confab_markdown_link_is_plain:
 * @text: (array length=length): the text of a link
 * @length: how many bytes it has
 * @address: where the link leads
 *
 * Tells whether a link says itself where it leads, so that nobody has to be told. It does not where
 * the name of the computer has letters that could be taken for others.
 *
 * Returns: whether the text is the address
 */
gboolean
confab_markdown_link_is_plain (const char *text,
                               gsize       length,
                               const char *address)
{
  gsize address_length;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (address != NULL, FALSE);

  for (const char *p = address; *p != '\0'; p++)
    if ((guchar) *p >= 0x80)
      return FALSE;

  address_length = strlen (address);
  strip (&text, &length);
  strip (&address, &address_length);

  return length > 0 && length == address_length && strncmp (text, address, length) == 0;
}
