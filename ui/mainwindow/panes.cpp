// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/panes.h"

#include "ui/panes/address/address_pane.h"
#include "ui/panes/composer/composer_pane.h"
#include "ui/panes/connection/connection_pane.h"
#include "ui/panes/console/console_pane.h"
#include "ui/panes/faults/faults_pane.h"
#include "ui/panes/filter/filter_pane.h"
#include "ui/panes/ladder/ladder_pane.h"
#include "ui/panes/latency/latency_pane.h"
#include "ui/panes/notes/notes_pane.h"
#include "ui/panes/processes/processes_pane.h"
#include "ui/panes/recording/recording_pane.h"
#include "ui/panes/remarks/remarks_pane.h"
#include "ui/panes/status/status_pane.h"
#include "ui/panes/tap/tap_pane.h"
#include "ui/panes/throughput/throughput_pane.h"
#include "ui/panes/trace/trace_pane.h"

namespace rumpscope::ui {

std::vector<Pane> panes()
{
    return {
        addressPane(),   filterPane(), composerPane(),  tracePane(),   ladderPane(),     consolePane(),
        remarksPane(),   notesPane(),  processesPane(), latencyPane(), connectionPane(), throughputPane(),
        recordingPane(), statusPane(), tapPane(),       faultsPane(),
    };
}

} // namespace rumpscope::ui
