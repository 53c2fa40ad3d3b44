/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-type.h"

G_BEGIN_DECLS

/**
 * ConfabPreset:
 * @type_id: the type of provider it is of
 * @name: what the vendor or the server is called
 * @base_url: where it speaks the OpenAI format
 * @default_model: (nullable): a model to begin with
 * @key_page: (nullable): where a key is to be had
 * @key_hint: (nullable): what its keys look like
 * @needs_key: nothing is answered without a key
 * @local: it is a server on the person's own machines, so that the address is meant to be private
 *
 * What a server of one's own can be filled in with. Constant.
 */
typedef struct
{
  const char *type_id;
  const char *name;
  char       *base_url;
  const char *default_model;
  const char *key_page;
  const char *key_hint;
  gboolean    needs_key;
  gboolean    local;
} ConfabPreset;

ConfabPreset *confab_preset_new  (ConfabProviderType *type,
                                  const char         *base_url) G_GNUC_WARN_UNUSED_RESULT;
void          confab_preset_free (ConfabPreset       *self);

G_END_DECLS
