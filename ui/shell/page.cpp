// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/page.h"

#include "moc_page.cpp"
