<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>rumpscope::ui::ConnectionBar</name>
    <message numerus="yes">
        <source>%n failed attempt(s)</source>
        <translation>
            <numerusform>%n failed attempt</numerusform>
            <numerusform>%n failed attempts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rumpscope::ui::ConsoleDelegate</name>
    <message numerus="yes">
        <source>%1 · %n trip(s)</source>
        <translation>
            <numerusform>%1 · %n trip</numerusform>
            <numerusform>%1 · %n trips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rumpscope::ui::ConsoleModel</name>
    <message numerus="yes">
        <source>… %n more line(s)</source>
        <translation>
            <numerusform>… %n more line</numerusform>
            <numerusform>… %n more lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rumpscope::ui::CompareDialog</name>
    <message numerus="yes">
        <source>%n value(s) differ</source>
        <translation>
            <numerusform>%n value differs</numerusform>
            <numerusform>%n values differ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rumpscope::ui::LaneModel</name>
    <message numerus="yes">
        <source>lost %n time(s)</source>
        <translation>
            <numerusform>lost once</numerusform>
            <numerusform>lost %n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed attempt(s)</source>
        <translation>
            <numerusform>%n failed attempt</numerusform>
            <numerusform>%n failed attempts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>format</name>
    <message numerus="yes">
        <source>%1 call(s)</source>
        <translation>
            <numerusform>%1 call</numerusform>
            <numerusform>%1 calls</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LaneWords</name>
    <message numerus="yes">
        <source>%n failed attempt(s) · %1</source>
        <translation>
            <numerusform>%n failed attempt · %1</numerusform>
            <numerusform>%n failed attempts · %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rumpscope::ui::LatencyPlot</name>
    <message numerus="yes">
        <source> · ■ %n error(s)</source>
        <translation>
            <numerusform> · ■ %n error</numerusform>
            <numerusform> · ■ %n errors</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rumpscope::ui::ProcessModel</name>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n call</numerusform>
            <numerusform>%n calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) running</source>
        <translation>
            <numerusform>%n call running</numerusform>
            <numerusform>%n calls running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) failed</source>
        <translation>
            <numerusform>%n call failed</numerusform>
            <numerusform>%n calls failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rumpscope::ui::ProcessView</name>
    <message numerus="yes">
        <source>%n alive</source>
        <translation>
            <numerusform>%n alive</numerusform>
            <numerusform>%n alive</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message numerus="yes">
        <source>  %n byte(s) at 0x%1</source>
        <translation>
            <numerusform>  %n byte at 0x%1</numerusform>
            <numerusform>  %n bytes at 0x%1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rumpscope::ui::StatusLine</name>
    <message numerus="yes">
        <source>%n client(s)</source>
        <translation>
            <numerusform>%n client</numerusform>
            <numerusform>%n clients</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rumpscope::ui::ThroughputPlot</name>
    <message numerus="yes">
        <source> · ▲ %n failed</source>
        <translation>
            <numerusform> · ▲ %n failed</numerusform>
            <numerusform> · ▲ %n failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rumpscope::ui::ReplayBar</name>
    <message numerus="yes">
        <source>%n frame(s) saved in %1.</source>
        <translation>
            <numerusform>%n frame saved in %1.</numerusform>
            <numerusform>%n frames saved in %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>rumpscope::ui::RemarksView</name>
    <message numerus="yes">
        <source>▲ %n remark(s)</source>
        <translation>
            <numerusform>▲ %n remark</numerusform>
            <numerusform>▲ %n remarks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kind(s) silenced</source>
        <translation>
            <numerusform>%n kind silenced</numerusform>
            <numerusform>%n kinds silenced</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>recording</name>
    <message numerus="yes">
        <source>%1 frame(s)</source>
        <translation>
            <numerusform>%1 frame</numerusform>
            <numerusform>%1 frames</numerusform>
        </translation>
    </message>
</context>
</TS>
