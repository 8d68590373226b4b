Attribute VB_Name = "KetnapRibbon"
Option Explicit

' What the buttons of the ribbon call. control is As Object, not As IRibbonControl, so that
' LibreOffice compiles it too.

Public Sub KiemTra(control As Object)
    Launch "kiem-tra"
End Sub

Public Sub TongHop(control As Object)
    Launch "tong-hop"
End Sub

Public Sub DoiKhop(control As Object)
    Launch "doi-khop"
End Sub

Public Sub Nguon(control As Object)
    Launch "nguon"
End Sub

Public Sub PhatBieu(control As Object)
    Launch "phat-bieu"
End Sub

Public Sub LapBaoCao(control As Object)
    Launch "lap-bao-cao"
End Sub

Public Sub GuiLen(control As Object)
    Launch "gui-len"
End Sub

Public Sub TroGiup(control As Object)
    Launch "tro-giup"
End Sub
