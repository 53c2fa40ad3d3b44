/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-remote-images.h"

/* Nothing listens there, and nothing waits for an answer. */
#define URI "http://127.0.0.1:9/loaf.png"

static void
count_cb (guint *n_changes)
{
  (*n_changes)++;
}

static void
test_told (void)
{
  g_autoptr(ConfabRemoteImages) images = confab_remote_images_new ();
  guint n_changes = 0;

  g_signal_connect_swapped (images, "changed", G_CALLBACK (count_cb), &n_changes);
  g_assert_cmpint (confab_remote_images_get_state (images, URI), ==, CONFAB_REMOTE_IMAGE_HIDDEN);
  confab_remote_images_show (images, URI);
  g_assert_cmpint (confab_remote_images_get_state (images, URI), ==, CONFAB_REMOTE_IMAGE_LOADING);
  g_assert_cmpuint (n_changes, ==, 1);
  while (n_changes < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (confab_remote_images_get_state (images, URI), ==, CONFAB_REMOTE_IMAGE_FAILED);
  g_assert_nonnull (confab_remote_images_get_error (images, URI));
}

/* Who closes the window does not wait for a picture. */
static void
test_given_up (void)
{
  ConfabRemoteImages *images = confab_remote_images_new ();
  guint n_changes = 0;

  g_signal_connect_swapped (images, "changed", G_CALLBACK (count_cb), &n_changes);
  confab_remote_images_show (images, URI);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_finalize_object (images);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_changes, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/remote-images/told", test_told);
  g_test_add_func ("/ui/remote-images/given-up", test_given_up);

  return g_test_run ();
}
