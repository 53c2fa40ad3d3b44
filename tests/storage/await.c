/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "await.h"

#include <glib/gstdio.h>

/**
 * await_cb:
 * @user_data: a slot that is still %NULL
 *
 * Keeps a result for [func@await].
 */
void
await_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  g_assert_null (*slot);
  *slot = g_object_ref (result);
}

/**
 * await:
 * @slot: given to [func@await_cb]
 *
 * Runs the main loop until the answer is there.
 *
 * Returns: (transfer none): it
 */
GAsyncResult *
await (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *slot;
}

/**
 * await_finalized:
 * @object: (transfer full): an object
 *
 * Gives up a reference and waits until nothing else holds the object: what it does by itself may
 * keep it for a moment, but not for ever.
 */
void
await_finalized (gpointer object)
{
  gpointer weak = NULL;

  g_set_weak_pointer (&weak, object);
  g_object_unref (object);
  while (weak != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/**
 * temp_folder_new:
 *
 * Returns: (transfer full): the path of an empty folder
 */
char *
temp_folder_new (void)
{
  g_autoptr(GError) error = NULL;
  char *path = g_dir_make_tmp ("confab-test-XXXXXX", &error);

  g_assert_no_error (error);
  return path;
}

/**
 * temp_folder_free:
 * @path: (transfer full): a folder
 *
 * Removes it with all that is in it.
 */
void
temp_folder_free (char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        temp_folder_free (g_steal_pointer (&child));
      else
        g_assert_cmpint (g_unlink (child), ==, 0);
    }

  g_assert_cmpint (g_rmdir (path), ==, 0);
  g_free (path);
}
