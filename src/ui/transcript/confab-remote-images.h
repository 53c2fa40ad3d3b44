/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ConfabRemoteImageState:
 * @CONFAB_REMOTE_IMAGE_HIDDEN: nobody asked for it
 * @CONFAB_REMOTE_IMAGE_LOADING: it is being fetched
 * @CONFAB_REMOTE_IMAGE_READY: it is there
 * @CONFAB_REMOTE_IMAGE_FAILED: it could not be fetched
 *
 * How far a picture of a reply is.
 */
typedef enum
{
  CONFAB_REMOTE_IMAGE_HIDDEN,
  CONFAB_REMOTE_IMAGE_LOADING,
  CONFAB_REMOTE_IMAGE_READY,
  CONFAB_REMOTE_IMAGE_FAILED,
} ConfabRemoteImageState;

#define CONFAB_TYPE_REMOTE_IMAGES (confab_remote_images_get_type ())
G_DECLARE_FINAL_TYPE (ConfabRemoteImages, confab_remote_images, CONFAB, REMOTE_IMAGES, GObject)

ConfabRemoteImages     *confab_remote_images_new       (void) G_GNUC_WARN_UNUSED_RESULT;
ConfabRemoteImageState  confab_remote_images_get_state (ConfabRemoteImages *self,
                                                        const char         *uri);
GBytes                 *confab_remote_images_get_data  (ConfabRemoteImages *self,
                                                        const char         *uri);
const GError           *confab_remote_images_get_error (ConfabRemoteImages *self,
                                                        const char         *uri);
void                    confab_remote_images_show      (ConfabRemoteImages *self,
                                                        const char         *uri);

gboolean                confab_remote_image_parse      (const char         *content,
                                                        char              **description,
                                                        char              **uri);
char                   *confab_remote_image_dup_host   (const char         *uri) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
