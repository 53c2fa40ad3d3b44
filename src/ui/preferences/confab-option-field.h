/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-provider-section.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_OPTION_FIELD (confab_option_field_get_type ())
G_DECLARE_DERIVABLE_TYPE (ConfabOptionField, confab_option_field, CONFAB, OPTION_FIELD, ConfabProviderSection)

/**
 * ConfabOptionFieldClass:
 * @show: shows what the option is set to; %NULL for nothing
 * @dup_text: gives what is typed; %NULL where nothing can be
 * @mark: shows whether what is typed waits to be applied, and whether something is wrong
 *
 * What a field does besides. The first has to be there.
 */
struct _ConfabOptionFieldClass
{
  ConfabProviderSectionClass parent_class;

  void   (*show)     (ConfabOptionField *self,
                      const char        *text);
  char * (*dup_text) (ConfabOptionField *self);
  void   (*mark)     (ConfabOptionField *self,
                      gboolean           edited,
                      gboolean           wrong);
};

ConfabProviderOption  confab_option_field_get_option  (ConfabOptionField *self);
const char           *confab_option_field_get_example (ConfabOptionField *self);
void                  confab_option_field_add_row     (ConfabOptionField *self,
                                                       GtkWidget         *row);
GtkWidget            *confab_option_field_new_clear   (ConfabOptionField *self,
                                                       const char        *label,
                                                       gboolean           for_unseen) G_GNUC_WARN_UNUSED_RESULT;
void                  confab_option_field_touch       (ConfabOptionField *self);
void                  confab_option_field_commit      (ConfabOptionField *self);
void                  confab_option_field_apply       (ConfabOptionField *self,
                                                       const char        *text);
void                  confab_option_field_revert      (ConfabOptionField *self);
void                  confab_option_field_fail        (ConfabOptionField *self,
                                                       const GError      *error);

G_END_DECLS
