/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-data-words"

#include "config.h"

#include "confab-data-words.h"

#include "confab-failure-text.h"
#include "confab-store-error.h"
#include "confab-transfer-error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

static char *
dup_disk_full (void)
{
  return g_strdup (_("The disk is full. Make room and try again; nothing was changed."));
}

static char *
dup_io_failure (const GError *error)
{
  switch ((GIOErrorEnum) error->code)
    {
    case G_IO_ERROR_NO_SPACE:
      return dup_disk_full ();

    case G_IO_ERROR_PERMISSION_DENIED:
    case G_IO_ERROR_READ_ONLY:
      return g_strdup (_("The file or its folder may not be used. Choose another place."));

    case G_IO_ERROR_NOT_FOUND:
    case G_IO_ERROR_NOT_DIRECTORY:
      return g_strdup (_("There is no such file or folder."));

    case G_IO_ERROR_IS_DIRECTORY:
      return g_strdup (_("This is a folder. Choose a file."));

    default:
      /* Translators: what the system says */
      return g_strdup_printf (_("The file cannot be used: %s."), error->message);
    }
}

/**
 * confab_data_words_dup_failure:
 * @error: why an export, an import, a backup or its restoration failed
 *
 * Returns: (transfer full): a sentence that says what happened and what to do, translated
 */
char *
confab_data_words_dup_failure (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == G_IO_ERROR)
    return dup_io_failure (error);
  if (g_error_matches (error, CONFAB_STORE_ERROR, CONFAB_STORE_ERROR_FULL))
    return dup_disk_full ();
  if (error->domain != CONFAB_TRANSFER_ERROR)
    return confab_failure_text_summary (error, NULL, NULL);

  switch ((ConfabTransferError) error->code)
    {
    case CONFAB_TRANSFER_ERROR_FORMAT:
      return g_strdup (_("This is no file that Confab can read. It takes backups of its own, its JSON, and the "
                         "data exports of ChatGPT and Claude."));

    case CONFAB_TRANSFER_ERROR_DAMAGED:
      return g_strdup (_("The file is damaged or cut off. Fetch it once more; nothing was changed."));

    case CONFAB_TRANSFER_ERROR_TOO_LARGE:
      return g_strdup (_("The file holds more than can be taken, and was left alone."));

    case CONFAB_TRANSFER_ERROR_FUTURE:
      return g_strdup (_("The file was made by a newer version of Confab. Update Confab to use it."));

    case CONFAB_TRANSFER_ERROR_FULL:
      return dup_disk_full ();

    case CONFAB_TRANSFER_ERROR_IN_USE:
      return g_strdup (_("Confab is open or at work elsewhere. Close it and try again, or restore the backup in its "
                         "settings; nothing was changed."));

    case CONFAB_TRANSFER_ERROR_WRITE:
    case CONFAB_TRANSFER_ERROR_READ:
    default:
      /* Translators: what the system says */
      return g_strdup_printf (_("The file cannot be used: %s."), error->message);
    }
}

/**
 * confab_data_words_is_store:
 * @error: why something failed
 *
 * Returns: whether that is because of what is kept here, rather than of the file from elsewhere
 */
gboolean
confab_data_words_is_store (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  return error->domain == CONFAB_STORE_ERROR ||
         g_error_matches (error, CONFAB_TRANSFER_ERROR, CONFAB_TRANSFER_ERROR_IN_USE);
}
