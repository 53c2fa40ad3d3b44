/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-conversation-title"

#include "config.h"

#include "confab-conversation-title.h"

#include "confab-visible-text.h"

#include <glib/gi18n.h>

/**
 * confab_conversation_title_get_shown:
 * @title: (nullable): what a conversation is called, which may be nothing: an imported one need not
 *   have a name
 *
 * Returns: what to call it
 */
const char *
confab_conversation_title_get_shown (const char *title)
{
  return title != NULL && confab_visible_text_exists (title) ? title : _("New conversation");
}
